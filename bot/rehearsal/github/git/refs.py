"""Refs: looked up, made, moved forward and removed; git itself says what is a fast forward."""

import re

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.bare_repository import ZERO, Ref
from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.github import asking, paging, problems
from bot.rehearsal.github.hooks import pushes
from bot.rehearsal.github.rules import branch_rules, immutability

routes = web.RouteTableDef()
_REF = re.compile(r"refs/[^/]+/.+")


def ref_object(hosted: asking.Hosted, ref: Ref) -> dict[str, object]:
    """GitHub's ref object."""
    return {
        "ref": ref.name,
        "node_id": f"REF_{ref.name}",
        "url": hosted.api("git", ref.name),
        "object": {
            "type": ref.kind,
            "sha": ref.sha,
            "url": hosted.api("git", f"{ref.kind}s", ref.sha),
        },
    }


def effect_kind(name: str) -> str:
    """What the journal calls a change of this ref."""
    return {"refs/heads/": "branch", "refs/tags/": "tag"}.get(
        "/".join(name.split("/")[:2]) + "/", "ref"
    )


def move(hosted: asking.Hosted, name: str, sha: str, old: str) -> None:
    """Point a ref at an object, journalled; refuses if it is no longer at `old`."""
    kind = effect_kind(name)
    try:
        with journal.ref_change(hosted.storage, kind, hosted.full_name, name, sha):
            hosted.git.set_ref(name, sha, old)
    except GitFailed as failure:
        raise problems.unprocessable(f"Reference cannot be updated: {failure}") from failure
    pushes.tell(hosted, name, old, sha)


@routes.get(r"/repos/{owner}/{name}/git/ref/{ref:.+}")
@routes.get(r"/repos/{owner}/{name}/git/refs/{ref:.+}")
async def get_ref(request: web.Request) -> web.Response:
    """One ref, by its exact name."""
    hosted = asking.hosted(request)
    ref = hosted.git.ref("refs/" + request.match_info["ref"])
    if ref is None:
        raise problems.not_found()
    return web.json_response(ref_object(hosted, ref))


@routes.get(r"/repos/{owner}/{name}/git/refs")
async def list_refs(request: web.Request) -> web.Response:
    """All refs."""
    hosted = asking.hosted(request)
    return paging.page_of(request, [ref_object(hosted, ref) for ref in hosted.git.refs("refs")])


@routes.get(r"/repos/{owner}/{name}/git/matching-refs/{ref:.*}")
async def list_matching_refs(request: web.Request) -> web.Response:
    """The refs whose names start like this."""
    hosted = asking.hosted(request)
    start = "refs/" + request.match_info["ref"]
    refs = [ref for ref in hosted.git.refs("refs") if ref.name.startswith(start)]
    return paging.page_of(request, [ref_object(hosted, ref) for ref in refs])


@routes.post("/repos/{owner}/{name}/git/refs")
async def create_ref(request: web.Request) -> web.Response:
    """Make a ref that is not there yet."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    name, sha = asking.field(content, "ref", str), asking.field(content, "sha", str)
    if not _REF.fullmatch(name):
        raise problems.unprocessable("Reference name must start with 'refs/' and contain a slash.")
    if not hosted.git.is_valid_ref_name(name):
        raise problems.unprocessable(f"{name} is not a valid ref name.")
    _must_fit(hosted, name, sha)
    if hosted.git.ref(name) is not None:
        raise problems.unprocessable("Reference already exists")
    move(hosted, name, sha, ZERO)
    return web.json_response(_found(hosted, name), status=201)


@routes.patch(r"/repos/{owner}/{name}/git/refs/{ref:.+}")
async def update_ref(request: web.Request) -> web.Response:
    """Move a ref: forward, or anywhere with force."""
    hosted = asking.hosted(request)
    content = await asking.body(request)
    sha, force = asking.field(content, "sha", str), asking.optional(content, "force", default=False)
    ref = hosted.git.ref("refs/" + request.match_info["ref"])
    if ref is None:
        raise problems.unprocessable("Reference does not exist")
    _must_fit(hosted, ref.name, sha)
    if not force and not hosted.git.is_ancestor(ref.sha, sha):
        raise problems.unprocessable("Update is not a fast forward")
    if sha != ref.sha:
        branch_rules.check_push(hosted, ref.name, sha)
        immutability.check_tag(hosted, ref.name)
        move(hosted, ref.name, sha, ref.sha)
    return web.json_response(_found(hosted, ref.name))


@routes.delete(r"/repos/{owner}/{name}/git/refs/{ref:.+}")
async def delete_ref(request: web.Request) -> web.Response:
    """Remove a ref."""
    hosted = asking.hosted(request)
    ref = hosted.git.ref("refs/" + request.match_info["ref"])
    if ref is None:
        raise problems.unprocessable("Reference does not exist")
    if ref.name == f"refs/heads/{hosted.default_branch}":
        raise problems.unprocessable("Cannot delete the default branch")
    immutability.check_tag(hosted, ref.name)
    kind = f"{effect_kind(ref.name)}_deleted"
    with journal.ref_change(hosted.storage, kind, hosted.full_name, ref.name, ""):
        hosted.git.delete_ref(ref.name, ref.sha)
    pushes.tell(hosted, ref.name, ref.sha, ZERO)
    return web.Response(status=204)


def _must_fit(hosted: asking.Hosted, name: str, sha: str) -> None:
    kind = hosted.git.kind(sha) if asking.is_full_sha(sha) else None
    if kind is None:
        raise problems.unprocessable("Object does not exist")
    if name.startswith("refs/heads/") and kind != "commit":
        raise problems.unprocessable("Reference cannot be updated: object is not a commit")


def _found(hosted: asking.Hosted, name: str) -> dict[str, object]:
    ref = hosted.git.ref(name)
    if ref is None:
        raise problems.not_found()
    return ref_object(hosted, ref)
