"""Branches and tags, as lists of names with their commits."""

from aiohttp import web

from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.git import rest_commit
from bot.rehearsal.github.rules import branch_rules

routes = web.RouteTableDef()


@routes.get("/repos/{owner}/{name}/branches")
async def list_branches(request: web.Request) -> web.Response:
    """All branches."""
    hosted = asking.hosted(request)
    listed = [
        {
            "name": ref.name.removeprefix("refs/heads/"),
            "commit": {"sha": ref.sha, "url": hosted.api("commits", ref.sha)},
            "protected": branch_rules.is_protected(hosted, ref.name.removeprefix("refs/heads/")),
        }
        for ref in hosted.git.refs("refs/heads")
    ]
    return paging.page_of(request, listed)


@routes.get(r"/repos/{owner}/{name}/branches/{branch:.+}")
async def get_branch(request: web.Request) -> web.Response:
    """One branch with its newest commit."""
    hosted = asking.hosted(request)
    branch = request.match_info["branch"]
    ref = hosted.git.ref(f"refs/heads/{branch}")
    if ref is None:
        raise problems.Problem(404, "Branch not found")
    (commit,) = rest_commit.commits(hosted, [ref.sha])
    url, is_protected = hosted.api("branches", branch), branch_rules.is_protected(hosted, branch)
    answer = {
        "name": branch,
        "commit": commit,
        "_links": {"self": url, "html": hosted.page("tree", branch)},
        "protected": is_protected,
        "protection": {
            "enabled": is_protected,
            "required_status_checks": {"enforcement_level": "off", "contexts": [], "checks": []},
        },
        "protection_url": f"{url}/protection",
    }
    return web.json_response(answer)


@routes.get("/repos/{owner}/{name}/tags")
async def list_tags(request: web.Request) -> web.Response:
    """All tags with the commits that they peel to."""
    hosted = asking.hosted(request)
    listed = []
    for ref in reversed(hosted.git.refs("refs/tags")):
        tag = ref.name.removeprefix("refs/tags/")
        sha = hosted.git.resolve(ref.name) or ref.sha
        listed.append(
            {
                "name": tag,
                "commit": {"sha": sha, "url": hosted.api("commits", sha)},
                "zipball_url": hosted.api("zipball", ref.name),
                "tarball_url": hosted.api("tarball", ref.name),
                "node_id": f"REF_{ref.name}",
            }
        )
    return paging.page_of(request, listed)
