"""The stand-in as one application: who may do what, errors as JSON, and every resource's routes."""

import base64
import binascii
import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal import world_routes
from bot.rehearsal.github import (
    asking,
    assets,
    branches,
    checks,
    commits,
    git_files,
    git_history,
    git_http,
    people,
    pull_changes,
    pulls,
    refs,
    releases,
    repositories,
    transcript,
)
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import Storage

TOKEN = web.AppKey("TOKEN", str)
LARGEST_BODY = 110 * 1024 * 1024  # a blob of 80 MB in base64
# Order matters: a route that ends in an open name comes after those that go on behind it.
RESOURCES = (
    people, repositories, refs, branches, git_files, git_history, checks, pulls,
    pull_changes, commits, releases, assets, git_http,
)  # fmt: skip


def make_app(storage: Storage, token: str) -> web.Application:
    """The application that answers as api.github.com, uploads.github.com and github.com."""
    app = web.Application(
        client_max_size=LARGEST_BODY, middlewares=[transcript.keep, _as_json, _authenticate]
    )
    app[asking.STORAGE] = storage
    app[TOKEN] = token
    for resource in RESOURCES:
        app.add_routes(resource.routes)
    return app


@web.middleware
async def _as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal into GitHub's JSON."""
    try:
        response = await handler(request)
    except Problem as problem:
        response = problem.response()
    except web.HTTPException as refusal:
        message = refusal.text if refusal.status == 403 else refusal.reason  # noqa: PLR2004
        response = Problem(refusal.status, message or "").response()
    return response


@web.middleware
async def _authenticate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a wrong token, and every write without one; the world's own routes need none."""
    if request.path.startswith(world_routes.PREFIX):
        return await handler(request)
    given = _token(request.headers.get("Authorization", ""))
    right = hmac.compare_digest(given.encode(), request.app[TOKEN].encode())
    if given and not right:
        raise Problem(401, "Bad credentials")
    reads = request.method in {"GET", "HEAD"} or request.path.endswith("/git-upload-pack")
    if not reads and not given:
        raise Problem(401, "Requires authentication")
    request[asking.MAY_WRITE] = right
    request[asking.CALLER] = "token" if right else "nobody"
    return await handler(request)


def _token(header: str) -> str:
    """The token of a header: `token …`, `Bearer …`, or the password of `Basic …`."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return value.strip() or header
    try:
        return base64.b64decode(value).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return header
