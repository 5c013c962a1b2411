"""The stand-in as one application: who may do what, errors as JSON, and every resource's routes."""

import base64
import binascii
import functools
import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal import world_routes
from bot.rehearsal.github import (
    asking,
    callers,
    faults,
    limits,
    people,
    pull_changes,
    pulls,
    repositories,
    roles,
    transcript,
)
from bot.rehearsal.github.app import installation_tokens, permissions, web_tokens
from bot.rehearsal.github.app import routes as app_routes
from bot.rehearsal.github.ci import check_runs, check_suites, statuses, workflow_runs, workflows
from bot.rehearsal.github.control import app_control, faults_control, people_control, rules_control
from bot.rehearsal.github.git import (
    branches,
    commits,
    contents,
    git_files,
    git_history,
    git_http,
    refs,
)
from bot.rehearsal.github.hooks import deliveries, sending
from bot.rehearsal.github.issues import comments, issues, labels, milestones
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.github.releases import assets, generated_notes, releases
from bot.rehearsal.github.rules import branch_rules, immutability
from bot.rehearsal.storage import Storage

TOKEN = web.AppKey("TOKEN", str)
LARGEST_BODY = 110 * 1024 * 1024  # a blob of 80 MB in base64
# Order matters: a route that ends in an open name comes after those that go on behind it.
RESOURCES = (
    app_control, faults_control, people_control, rules_control, app_routes, deliveries, people,
    repositories, immutability, refs, branch_rules, branches, git_files, git_history,
    check_runs, check_suites, statuses, workflow_runs, workflows, issues, labels, comments,
    milestones, pulls, pull_changes, commits, contents, generated_notes, releases, assets, limits,
    git_http,
)  # fmt: skip


def make_app(storage: Storage, token: str) -> web.Application:
    """The application that answers as api.github.com, uploads.github.com and github.com."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=AROUND)
    app[asking.STORAGE] = storage
    app[TOKEN] = token
    app[limits.USED] = {}
    app[faults.LAST_ANSWERS] = {}
    app.cleanup_ctx.append(functools.partial(sending.lifetime, storage=storage))
    app.on_response_prepare.append(roles.tell_scopes)
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
    caller = _caller(request, _token(request.headers.get("Authorization", "")))
    reads = request.method in {"GET", "HEAD"} or request.path.endswith("/git-upload-pack")
    if not reads and caller.kind == "nobody":
        raise Problem(401, "Requires authentication")
    request[callers.CALLER] = caller
    request[asking.MAY_WRITE] = caller.may("contents", "write")
    permissions.check(request, caller)
    return await handler(request)


def _caller(request: web.Request, token: str) -> callers.Caller:
    storage = request.app[asking.STORAGE]
    if not token:
        return callers.NOBODY
    if hmac.compare_digest(token.encode(), request.app[TOKEN].encode()):
        return callers.Caller(kind="token", login=people.BOT)
    if web_tokens.looks_like_one(token):
        app = web_tokens.check(storage, token)
        return callers.Caller(kind="app", login=app.login)
    return people_control.person(storage, token) or installation_tokens.caller(storage, token)


# From the outside in: what is sent afterwards, written down, done wrong on purpose, counted.
AROUND = (
    *(sending.send_afterwards, transcript.keep, faults.afflict, limits.count),
    *(_as_json, _authenticate),
)


def _token(header: str) -> str:
    """The token of a header: `token …`, `Bearer …`, or the password of `Basic …`."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return value.strip() or header
    try:
        return base64.b64decode(value).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return header
