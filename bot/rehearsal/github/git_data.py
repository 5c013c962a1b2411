"""Git's objects through the API: blobs, trees, commits and annotated tags."""

import base64
import binascii
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, commit_object, people, problems
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
UNSIGNED = {
    "verified": False,
    "reason": "unsigned",
    "signature": None,
    "payload": None,
    "verified_at": None,
}
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
    hosted, sha = asking.hosted(request), _sha(request)
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


@routes.post("/repos/{owner}/{name}/git/commits")
async def create_commit(request: web.Request) -> web.Response:
    """Make a commit; the same input with the same dates gives the same id."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    message, tree = asking.field(content, "message", str), asking.field(content, "tree", str)
    no_parents: list[str] = []
    parents = [str(parent) for parent in asking.optional(content, "parents", no_parents)]
    _must_be(hosted, "tree", [tree])
    _must_be(hosted, "commit", parents)
    author = _signature(content, "author")
    committer = _signature(content, "committer") if content.get("committer") else author
    raw = commit_object.write_commit(tree, parents, author, committer, message)
    sha = hosted.git.write("commit", raw)
    return web.json_response(_commit(hosted, sha, raw), status=201)


@routes.get("/repos/{owner}/{name}/git/commits/{sha}")
async def get_commit(request: web.Request) -> web.Response:
    """A commit, as git holds it."""
    hosted, sha = asking.hosted(request), _sha(request)
    raw = hosted.git.read(sha, "commit") if hosted.git.kind(sha) == "commit" else None
    if raw is None:
        raise problems.not_found()
    return web.json_response(_commit(hosted, sha, raw))


@routes.post("/repos/{owner}/{name}/git/tags")
async def create_tag(request: web.Request) -> web.Response:
    """Make an annotated tag's object; its ref is made by itself."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    tag, message, target, kind = (
        asking.field(content, name, str) for name in ("tag", "message", "object", "type")
    )
    _must_be(hosted, kind, [target])
    tagger = _signature(content, "tagger")
    raw = commit_object.write_tag(target, kind, tag, tagger, message)
    sha = hosted.git.write("tag", raw)
    return web.json_response(_tag(hosted, sha, raw), status=201)


@routes.get("/repos/{owner}/{name}/git/tags/{sha}")
async def get_tag(request: web.Request) -> web.Response:
    """An annotated tag's object."""
    hosted, sha = asking.hosted(request), _sha(request)
    raw = hosted.git.read(sha, "tag") if hosted.git.kind(sha) == "tag" else None
    if raw is None:
        raise problems.not_found()
    return web.json_response(_tag(hosted, sha, raw))


def _sha(request: web.Request) -> str:
    sha = request.match_info["sha"]
    if not asking.is_full_sha(sha):
        raise problems.unprocessable("The sha parameter must be exactly 40 characters.")
    return sha


def _decode(text: str, encoding: str) -> bytes:
    if encoding == "utf-8":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        raise problems.unprocessable("content is not valid Base64") from None


def _must_be(hosted: asking.Hosted, kind: str, shas: Iterable[str]) -> None:
    for sha in shas:
        if not asking.is_full_sha(sha) or hosted.git.kind(sha) != kind:
            raise problems.unprocessable(f"{sha[:80]} is not the id of a {kind}")


def _signature(content: dict[str, Any], role: str) -> commit_object.Signature:
    nobody: dict[str, Any] = {}
    given = asking.optional(content, role, nobody)
    signature = commit_object.Signature(
        name=asking.optional(given, "name", people.BOT),
        email=asking.optional(given, "email", f"{people.BOT}@users.noreply.github.com"),
        date=asking.optional(given, "date", now()),
    )
    try:
        signature.line()
    except (ValueError, OverflowError):
        raise problems.invalid("Commit", f"{role}.date") from None
    return signature


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
        _must_be(hosted, "blob", [sha])
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


def _commit(hosted: asking.Hosted, sha: str, raw: bytes) -> dict[str, object]:
    commit = commit_object.parse_commit(sha, raw)
    return {
        "sha": sha,
        "node_id": f"C_{sha}",
        "url": hosted.api("git/commits", sha),
        "html_url": hosted.page("commit", sha),
        "author": commit.author.to_json(),
        "committer": commit.committer.to_json(),
        "message": commit.message,
        "tree": {"sha": commit.tree, "url": hosted.api("git/trees", commit.tree)},
        "parents": [
            {
                "sha": parent,
                "url": hosted.api("git/commits", parent),
                "html_url": hosted.page("commit", parent),
            }
            for parent in commit.parents
        ],
        "verification": UNSIGNED,
    }


def _tag(hosted: asking.Hosted, sha: str, raw: bytes) -> dict[str, object]:
    tag = commit_object.parse_tag(sha, raw)
    return {
        "sha": sha,
        "node_id": f"T_{sha}",
        "url": hosted.api("git/tags", sha),
        "tag": tag.tag,
        "message": tag.message,
        "tagger": tag.tagger.to_json(),
        "object": {
            "type": tag.kind,
            "sha": tag.object,
            "url": hosted.api("git", f"{tag.kind}s", tag.object),
        },
        "verification": UNSIGNED,
    }
