"""History through git's own API: commits and annotated tags."""

from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, people, problems
from bot.rehearsal.github.git import commit_object
from bot.rehearsal.storage import now

routes = web.RouteTableDef()
UNSIGNED = {
    "verified": False,
    "reason": "unsigned",
    "signature": None,
    "payload": None,
    "verified_at": None,
}


@routes.post("/repos/{owner}/{name}/git/commits")
async def create_commit(request: web.Request) -> web.Response:
    """Make a commit; the same input with the same dates gives the same id."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    message, tree = asking.field(content, "message", str), asking.field(content, "tree", str)
    no_parents: list[str] = []
    parents = [str(parent) for parent in asking.optional(content, "parents", no_parents)]
    asking.must_be(hosted, "tree", [tree])
    asking.must_be(hosted, "commit", parents)
    author = _signature(content, "author")
    committer = _signature(content, "committer") if content.get("committer") else author
    raw = commit_object.write_commit(tree, parents, author, committer, message)
    sha = hosted.git.write("commit", raw)
    return web.json_response(_commit(hosted, sha, raw), status=201)


@routes.get("/repos/{owner}/{name}/git/commits/{sha}")
async def get_commit(request: web.Request) -> web.Response:
    """A commit, as git holds it."""
    hosted, sha = asking.hosted(request), asking.object_id(request)
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
    asking.must_be(hosted, kind, [target])
    tagger = _signature(content, "tagger")
    raw = commit_object.write_tag(target, kind, tag, tagger, message)
    sha = hosted.git.write("tag", raw)
    return web.json_response(_tag(hosted, sha, raw), status=201)


@routes.get("/repos/{owner}/{name}/git/tags/{sha}")
async def get_tag(request: web.Request) -> web.Response:
    """An annotated tag's object."""
    hosted, sha = asking.hosted(request), asking.object_id(request)
    raw = hosted.git.read(sha, "tag") if hosted.git.kind(sha) == "tag" else None
    if raw is None:
        raise problems.not_found()
    return web.json_response(_tag(hosted, sha, raw))


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
