"""Commits as GitHub shows them: listed, one by one, and compared."""

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.git import rest_commit

routes = web.RouteTableDef()
MOST_COMPARED = 250


@routes.get("/repos/{owner}/{name}/commits")
async def list_commits(request: web.Request) -> web.Response:
    """The history of `sha`, newest first."""
    hosted = asking.hosted(request)
    start = _resolve(hosted, request.query.get("sha") or hosted.default_branch)
    since, until = request.query.get("since"), request.query.get("until")
    limits = [f"--since={since}"] if since else []
    limits += [f"--until={until}"] if until else []
    paths = ["--", request.query["path"]] if request.query.get("path") else []
    skip, size = paging.window(request)
    wanted = ["rev-list", f"--skip={skip}", f"--max-count={size}", *limits, start, *paths]
    total = int(hosted.git.text("rev-list", "--count", *limits, start, *paths))
    shown = rest_commit.commits(hosted, hosted.git.text(*wanted).splitlines())
    return paging.page(request, shown, total)


@routes.get(r"/repos/{owner}/{name}/compare/{base:.+}...{head:.+}")
async def compare(request: web.Request) -> web.Response:
    """How two points of the history relate, and what lies between them."""
    hosted = asking.hosted(request)
    base = _resolve(hosted, request.match_info["base"])
    head = _resolve(hosted, request.match_info["head"])
    merge_base = _merge_base(hosted, base, head)
    behind, ahead = map(
        int, hosted.git.text("rev-list", "--left-right", "--count", f"{base}...{head}").split()
    )
    between = hosted.git.text("rev-list", "--reverse", f"{base}..{head}").splitlines()
    first, common = rest_commit.commits(hosted, [base, merge_base])
    url = hosted.api("compare", f"{request.match_info['base']}...{request.match_info['head']}")
    page = hosted.page("compare", f"{base}...{head}")
    answer = {
        "url": url,
        "html_url": page,
        "permalink_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "base_commit": first,
        "merge_base_commit": common,
        "status": _status(ahead, behind),
        "ahead_by": ahead,
        "behind_by": behind,
        "total_commits": ahead,
        "commits": rest_commit.commits(hosted, between[-MOST_COMPARED:]),
        "files": rest_commit.changed_files(hosted, merge_base, head),
    }
    return web.json_response(answer)


@routes.get(r"/repos/{owner}/{name}/commits/{ref:.+}")
async def get_commit(request: web.Request) -> web.Response:
    """One commit with the files that it changed, by id, branch or tag."""
    hosted = asking.hosted(request)
    sha = _resolve(hosted, request.match_info["ref"])
    (commit,) = rest_commit.commits(hosted, [sha])
    parent = hosted.git.resolve(f"{sha}^") or _empty_tree(hosted)
    files = rest_commit.changed_files(hosted, parent, sha)
    added, removed = (
        sum(int(str(file[side])) for file in files) for side in ("additions", "deletions")
    )
    stats = {"additions": added, "deletions": removed, "total": added + removed}
    return web.json_response(commit | {"stats": stats, "files": files})


def _resolve(hosted: asking.Hosted, name: str) -> str:
    """A commit by its id, or by the name of a branch or tag, and by nothing cleverer."""
    names = [name] if asking.is_full_sha(name) else [f"refs/heads/{name}", f"refs/tags/{name}"]
    for each in names:
        ref_is_plain = asking.is_full_sha(each) or hosted.git.is_valid_ref_name(each)
        sha = hosted.git.resolve(each) if ref_is_plain else None
        if sha:
            return sha
    if asking.is_full_sha(name):
        raise problems.unprocessable(f"No commit found for SHA: {name}")
    raise problems.not_found()


def _merge_base(hosted: asking.Hosted, base: str, head: str) -> str:
    try:
        return hosted.git.text("merge-base", base, head)
    except GitFailed:
        raise problems.Problem(404, f"No common ancestor between {base} and {head}.") from None


def _empty_tree(hosted: asking.Hosted) -> str:
    return hosted.git.write("tree", b"")


def _status(ahead: int, behind: int) -> str:
    if ahead and behind:
        return "diverged"
    if ahead or behind:
        return "ahead" if ahead else "behind"
    return "identical"
