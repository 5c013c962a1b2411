"""The local Discord as one application: tokens, rate limits, faults, and errors as JSON."""

import asyncio
import hashlib
import hmac
import re
import time
from collections import deque

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal.discord import faults, problems
from bot.rehearsal.discord.gateway import connection
from bot.rehearsal.discord.page import rendering, site
from bot.rehearsal.discord.people import control
from bot.rehearsal.discord.problems import Problem, as_json
from bot.rehearsal.discord.record import Received
from bot.rehearsal.discord.rest import (
    application,
    bodies,
    callbacks,
    channels,
    commands,
    followups,
    guilds,
    messages,
    publishing,
)
from bot.rehearsal.discord.service import SERVICE, Service
from bot.rehearsal.page import site as any_site

PREFIX = "/api/v10"
LARGEST_BODY = 25 * 1024 * 1024
BAD_FORM = 50035
LIMITED = 429
RESOURCES = (
    application, commands, guilds, messages, publishing, channels, callbacks, followups,
)  # fmt: skip
BUCKETS = web.AppKey("BUCKETS", dict[str, deque[float]])
_WITH_TOKEN_IN_PATH = re.compile(rf"{PREFIX}/(interactions|webhooks)/[0-9]+/[^/]+")


def make_app(service: Service) -> web.Application:
    """The application that answers as discord.com and as its Gateway."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[any_site.guard])
    app[SERVICE] = service
    app[any_site.RENDERER] = rendering.renderer(service)
    app.add_routes([*connection.routes, *control.routes, *site.routes, *any_site.routes])
    rest = web.Application(
        client_max_size=LARGEST_BODY, middlewares=[_noted, _as_json, _authenticate, _limited]
    )
    rest[SERVICE] = service
    rest[BUCKETS] = {}
    for resource in RESOURCES:
        rest.add_routes(resource.routes)
    app.add_subapp(PREFIX, rest)
    app.add_routes([web.get("/attachments/{sha256:[0-9a-f]{64}}/{name}", _attachment)])
    return app


async def _attachment(request: web.Request) -> web.StreamResponse:
    """A file that came with a message."""
    return web.FileResponse(request.app[SERVICE].storage.file(request.match_info["sha256"]))


@web.middleware
async def _noted(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a fault happen, keep what was asked and answered, and add the headers of a limit."""
    service, path = request.app[SERVICE], request.path.removeprefix(PREFIX)
    fault = service.faults.next(request.method, path)
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    spoilt = _spoilt(fault)
    response = spoilt or await handler(request)
    if fault and fault.kind == "withheld":
        await asyncio.sleep(fault.seconds)
    body = request.get(bodies.BODY)
    service.record.note_received(Received(request.method, path, body, response.status))
    if isinstance(response, web.Response) and response.content_type == "application/json":
        what = f"{request.method} {_template(request)} {response.status}"
        service.record.note_sent(what, _json(response))
    _add_headers(request, response)
    if fault and fault.kind in {"lost", "unreachable"} and request.transport:
        request.transport.abort()
    return response


def _spoilt(fault: faults.Fault | None) -> web.Response | None:
    """The answer of a fault under which nothing is done."""
    if fault is None or fault.kind in {"lost", "slow", "withheld"}:
        return None
    if fault.kind == "limited":
        return as_json(problems.limited(fault.seconds).body(), LIMITED)
    said = "The local Discord was asked to fail."
    return as_json({"message": said, "code": fault.code}, fault.status)


def _json(response: web.Response) -> object:
    return problems.parsed(response.body if isinstance(response.body, bytes) else b"null")


def _template(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical.removeprefix(PREFIX) if resource else "?"


@web.middleware
async def _as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal into Discord's JSON; a broken rule is remembered."""
    service = request.app[SERVICE]
    what = f"{request.method} {_template(request)}"
    try:
        return await handler(request)
    except Problem as problem:
        if problem.code == BAD_FORM:
            service.record.violate(what, problem.complaints)
        return as_json(problem.body(), problem.status)
    except web.HTTPException as refusal:
        if refusal.status in {404, 405}:
            asked = f"{request.method} {request.path}"
            service.record.violate(asked, ["The local Discord has no such route."])
        message = f"{refusal.status}: {refusal.reason}"
        return as_json({"message": message, "code": 0}, refusal.status)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        service.record.violate(what, [f"The local Discord cannot read this: {fault!r}"])
        return as_json({"message": "400: Bad Request", "code": 0}, 400)


@web.middleware
async def _authenticate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask for the app's token, except where the path holds a token of its own."""
    given = request.headers.get("Authorization", "").removeprefix("Bot ")
    right = hmac.compare_digest(given.encode(), request.app[SERVICE].app.token.encode())
    if not right and not _WITH_TOKEN_IN_PATH.match(request.path):
        raise problems.unauthorized()
    return await handler(request)


@web.middleware
async def _limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse more requests of a route than its bucket holds; interactions have no bucket."""
    most, seconds = request.app[SERVICE].bucket
    used, now = _bucket(request), time.monotonic()
    while used and used[0] <= now - seconds:
        used.popleft()
    if len(used) >= most and not request.path.startswith(f"{PREFIX}/interactions/"):
        raise problems.limited(round(used[0] + seconds - now, 3))
    used.append(now)
    return await handler(request)


def _bucket(request: web.Request) -> deque[float]:
    """When this route was used of late, for each channel, guild and webhook."""
    named = request.match_info
    major = named.get("channel") or named.get("guild") or named.get("hook") or ""
    key = f"{request.method} {_template(request)} {major}"
    return request.app[BUCKETS].setdefault(key, deque())


def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    most, seconds = request.app[SERVICE].bucket
    left = 0 if response.status == LIMITED else max(0, most - len(_bucket(request)))
    name = f"{request.method} {_template(request)}"
    response.headers.update(
        {
            "Via": "1.1 local",
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": f"{time.time() + seconds:.3f}",
            "X-RateLimit-Reset-After": f"{seconds:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
        }
    )
    if response.status == LIMITED and isinstance(response, web.Response):
        told = _json(response)
        wait = told.get("retry_after", seconds) if isinstance(told, dict) else seconds
        response.headers["Retry-After"] = str(wait)
        response.headers["X-RateLimit-Reset-After"] = str(wait)
