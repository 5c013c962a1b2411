"""Files by their path, as a branch, tag or commit has them."""

import base64

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, people, problems

routes = web.RouteTableDef()
LARGEST = 1024 * 1024  # what is larger is told of without its bytes
_KINDS = {"blob": "file", "tree": "dir", "commit": "submodule"}


@routes.get(r"/repos/{owner}/{name}/contents/{path:.*}")
async def get_contents(request: web.Request) -> web.Response:
    """A file with its bytes, or a folder as a list of what it holds."""
    hosted = asking.hosted(request)
    ref = request.query.get("ref") or hosted.default_branch
    sha = asking.commit_of(hosted, ref)
    path = request.match_info["path"].strip("/")
    entries = _entries(hosted, sha, path)
    if path and len(entries) == 1 and entries[0][2] == path and entries[0][0] == "tree":
        entries = _entries(hosted, sha, f"{path}/")
        path = ""
    if not entries:
        raise problems.not_found()
    shown = [_entry(hosted, ref, *entry) for entry in entries]
    if path:
        return web.json_response(shown[0] | _bytes(hosted, entries[0]))
    return web.json_response(shown)


def _entries(hosted: asking.Hosted, sha: str, path: str) -> list[tuple[str, str, str, int]]:
    """Type, id, path and size of what is there."""
    wanted = [path] if path else []
    try:
        listing = hosted.git.text("ls-tree", "-z", "--long", sha, "--", *wanted)
    except GitFailed:
        return []
    found = []
    for line in filter(None, listing.split("\0")):
        facts, _, name = line.partition("\t")
        _, kind, entry, size = facts.split()
        found.append((kind, entry, name, int(size) if size != "-" else 0))
    return found


def _entry(
    hosted: asking.Hosted, ref: str, kind: str, sha: str, path: str, size: int
) -> dict[str, object]:
    url = f"{hosted.api('contents', people.quoted_path(path))}?ref={people.quoted(ref)}"
    git = hosted.api("git", f"{kind}s", sha)
    page = hosted.page("blob" if kind == "blob" else "tree", ref, people.quoted_path(path))
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": size,
        "type": _KINDS[kind],
        "url": url,
        "html_url": page,
        "git_url": git,
        "download_url": hosted.page("raw", ref, people.quoted_path(path))
        if kind == "blob"
        else None,
        "_links": {"self": url, "git": git, "html": page},
    }


def _bytes(hosted: asking.Hosted, entry: tuple[str, str, str, int]) -> dict[str, object]:
    _, sha, _, size = entry
    if size > LARGEST:
        return {"encoding": "none", "content": ""}
    content = hosted.git.read(sha, "blob") or b""
    return {"encoding": "base64", "content": base64.encodebytes(content).decode()}
