"""Files through git's own API: blobs and trees."""

import base64
import binascii
import tempfile
from pathlib import Path

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, problems

routes = web.RouteTableDef()
_NO_OBJECT = "0" * 40


@routes.post("/repos/{owner}/{name}/git/blobs")
async def create_blob(request: web.Request) -> web.Response:
    """Store a file's bytes."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    text = asking.field(content, "content", str)
    sha = hosted.git.write("blob", _decode(text, asking.optional(content, "encoding", "utf-8")))
    return web.json_response({"sha": sha, "url": hosted.api("git/blobs", sha)}, status=201)


@routes.get("/repos/{owner}/{name}/git/blobs/{sha}")
async def get_blob(request: web.Request) -> web.Response:
    """A file's bytes, in base64."""
    hosted, sha = asking.hosted(request), asking.object_id(request)
    content = hosted.git.read(sha, "blob")
    if content is None:
        raise problems.not_found()
    answer = {
        "sha": sha,
        "node_id": f"B_{sha}",
        "size": len(content),
        "url": hosted.api("git/blobs", sha),
        "content": base64.encodebytes(content).decode(),
        "encoding": "base64",
    }
    return web.json_response(answer)


@routes.post("/repos/{owner}/{name}/git/trees")
async def create_tree(request: web.Request) -> web.Response:
    """Make a tree of entries, on top of `base_tree` where it is given."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    entries = asking.field(content, "tree", list)
    base = asking.optional(content, "base_tree", "")
    lines = [_index_line(hosted, entry) for entry in entries]
    try:
        sha = _write_tree(hosted, base, lines)
    except GitFailed as failure:
        raise problems.unprocessable(f"tree is not valid: {failure}") from failure
    return web.json_response(_tree(hosted, sha, recursive=False), status=201)


@routes.get("/repos/{owner}/{name}/git/trees/{sha:.+}")
async def get_tree(request: web.Request) -> web.Response:
    """A tree, of a tree's, commit's or branch's name; with `recursive` all below it."""
    hosted = asking.hosted(request)
    sha = hosted.git.resolve(request.match_info["sha"], "tree")
    if sha is None:
        raise problems.not_found()
    return web.json_response(_tree(hosted, sha, recursive="recursive" in request.query))


def _decode(text: str, encoding: str) -> bytes:
    if encoding == "utf-8":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        raise problems.unprocessable("content is not valid Base64") from None


def _index_line(hosted: asking.Hosted, entry: object) -> bytes:
    if not isinstance(entry, dict):
        raise problems.unprocessable("tree.entry is not an object")
    path = asking.field(entry, "path", str)
    if "sha" in entry and entry["sha"] is None:
        return f"0 {_NO_OBJECT}\t{path}\0".encode()
    mode = asking.field(entry, "mode", str)
    if mode not in {"100644", "100755", "120000"}:
        raise problems.unprocessable("tree.mode must be 100644, 100755 or 120000 in this world")
    if "content" in entry:
        sha = hosted.git.write("blob", asking.field(entry, "content", str).encode())
    else:
        sha = asking.field(entry, "sha", str)
        asking.must_be(hosted, "blob", [sha])
    return f"{mode} {sha}\t{path}\0".encode()


def _write_tree(hosted: asking.Hosted, base: str, lines: list[bytes]) -> str:
    with tempfile.TemporaryDirectory(dir=hosted.storage.folder / "incoming") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        if base:
            tree = hosted.git.resolve(base, "tree")
            if tree is None:
                raise GitFailed(f"{base} is not the id of a tree")
            hosted.git.run("read-tree", tree, env=index)
        hosted.git.run("update-index", "-z", "--index-info", stdin=b"".join(lines), env=index)
        return hosted.git.run("write-tree", env=index).decode().strip()


def _tree(hosted: asking.Hosted, sha: str, *, recursive: bool) -> dict[str, object]:
    deep = ["-r", "-t"] if recursive else []
    listing = hosted.git.run("ls-tree", "-z", "--long", *deep, sha).decode(errors="replace")
    entries = []
    for line in filter(None, listing.split("\0")):
        facts, path = line.split("\t", 1)
        mode, kind, entry, size = facts.split()
        known = {"size": int(size)} if size != "-" else {}
        url = hosted.api("git", f"{kind}s", entry)
        entries.append({"path": path, "mode": mode, "type": kind, "sha": entry, "url": url} | known)
    url = hosted.api("git/trees", sha)
    return {"sha": sha, "url": url, "tree": entries, "truncated": False}
