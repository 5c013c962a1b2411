"""The repository itself."""

from aiohttp import web

from bot.rehearsal.github import asking, people

routes = web.RouteTableDef()
_LINKS = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits",
    "compare", "contents", "contributors", "deployments", "downloads", "events", "forks",
    "git_commits", "git_refs", "git_tags", "hooks", "issue_comment", "issue_events", "issues",
    "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases",
    "stargazers", "statuses", "subscribers", "subscription", "tags", "teams", "trees",
)  # fmt: skip


def repository(hosted: asking.Hosted) -> dict[str, object]:
    """GitHub's repository object."""
    owner, name = hosted.full_name.split("/")
    created = hosted.row["created"]
    return {
        "id": hosted.id,
        "node_id": f"R_{hosted.id}",
        "name": name,
        "full_name": hosted.full_name,
        "owner": people.user(hosted.base, owner) | {"type": "Organization"},
        "private": False,
        "visibility": "public",
        "html_url": hosted.page(),
        "url": hosted.api(),
        "clone_url": f"{hosted.page()}.git",
        "git_url": f"{hosted.page()}.git",
        "ssh_url": "",
        "svn_url": hosted.page(),
        "description": None,
        "homepage": None,
        "language": "Python",
        "default_branch": hosted.default_branch,
        **{f"{link}_url": hosted.api(link.replace("_", "/", 1)) for link in _LINKS},
        "created_at": created,
        "updated_at": created,
        "pushed_at": created,
        **dict.fromkeys(("fork", "archived", "disabled", "is_template", "has_pages"), False),
        **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_downloads"), True),
        "has_discussions": True,
        **dict.fromkeys(("forks", "forks_count", "open_issues", "open_issues_count"), 0),
        **dict.fromkeys(("size", "stargazers_count", "watchers", "watchers_count"), 0),
        "topics": [],
        "license": None,
        "mirror_url": None,
        "allow_merge_commit": True,
        "allow_squash_merge": True,
        "allow_rebase_merge": True,
        "permissions": {
            "admin": False, "maintain": False, "push": True, "triage": True, "pull": True
        },
    }  # fmt: skip


@routes.get("/repos/{owner}/{name}")
async def get_repository(request: web.Request) -> web.Response:
    """The repository."""
    counts = {"network_count": 0, "subscribers_count": 0}
    return web.json_response(repository(asking.hosted(request)) | counts)
