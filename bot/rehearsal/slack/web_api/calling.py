"""The door of the Web API: whose token, which scope, which fault, then the method itself."""

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.rehearsal.slack.desk import Desk
from bot.rehearsal.slack.keys import DESK, SOCKETS
from bot.rehearsal.slack.web_api import asking, files
from bot.rehearsal.slack.web_api.asking import Refused
from bot.rehearsal.slack.web_api.methods import METHODS

CONNECTIONS_OPEN = "apps.connections.open"
HISTORIES = ("channels:history", "groups:history")
NEEDS = {"conversations.history": HISTORIES, "conversations.replies": HISTORIES}
routes = web.RouteTableDef()


@routes.route("*", "/api/{method}")
async def call(request: web.Request) -> web.StreamResponse:
    """Answer a call of a method, well or as badly as a fault wants."""
    desk, name = request.app[DESK], request.match_info["method"]
    if desk.faults.take(name, "dropped"):
        return await _hang_up(request)
    if fault := desk.faults.take(name, "rate_limited"):
        return _rate_limited(fault.seconds)
    if fault := desk.faults.take(name, "server_error"):
        return web.Response(status=fault.status, text="upstream unavailable")
    if fault := desk.faults.take(name, "slow"):
        await asyncio.sleep(fault.seconds)
    after = desk.faults.take(name, "answer_lost", "done_then_error")
    response = await _answer(request, desk, name)
    if after and after.kind == "answer_lost":
        return await _hang_up(request)
    return web.Response(status=after.status, text="upstream unavailable") if after else response


@routes.post("/upload/v1/{ticket}")
async def upload(request: web.Request) -> web.StreamResponse:
    """Take the bytes of a file."""
    return await files.receive(request.app[DESK], request)


@routes.get("/files/{file}")
async def download(request: web.Request) -> web.StreamResponse:
    """Give the bytes of a file."""
    return await files.download(request.app[DESK], request)


async def _answer(request: web.Request, desk: Desk, name: str) -> web.Response:
    try:
        args, token = await asking.arguments(request)
        desk.note("call", name, args)
        _authorize(desk, name, token)
        channel = str(args.get("channel", ""))
        if wait := desk.limits.seconds_to_wait(name, channel, desk.clock()):
            return _rate_limited(wait)
        answer = {"ok": True} | _run(request, desk, name, args)
    except Refused as refusal:
        answer = {"ok": False, "error": refusal.error} | refusal.more
    desk.note("answer", name, answer)
    headers = {"x-oauth-scopes": ",".join(desk.app.scopes), "x-slack-req-id": "local"}
    if name in METHODS and METHODS[name].scope:
        headers["x-accepted-oauth-scopes"] = METHODS[name].scope
    return web.json_response(answer, headers=headers)


def _run(request: web.Request, desk: Desk, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    if fault := desk.faults.take(name, "refused"):
        raise Refused(fault.error)
    if name != CONNECTIONS_OPEN:
        return METHODS[name].run(desk, args)
    ticket = request.app[SOCKETS].new_ticket()
    return {"url": f"{desk.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=local"}


def _authorize(desk: Desk, name: str, token: str) -> None:
    if name not in METHODS and name != CONNECTIONS_OPEN:
        raise Refused("unknown_method", req_method=name)
    if not token:
        raise Refused("not_authed")
    is_bot = hmac.compare_digest(token.encode(), desk.secrets.bot_token.encode())
    is_app = hmac.compare_digest(token.encode(), desk.secrets.app_token.encode())
    if not is_bot and not is_app:
        raise Refused("invalid_auth")
    if is_app != (name == CONNECTIONS_OPEN):
        raise Refused("not_allowed_token_type")
    needs = NEEDS.get(name) or ((METHODS[name].scope,) if is_bot else ())
    if needs and needs[0] and not set(needs) & set(desk.app.scopes):
        raise Refused("missing_scope", needed=needs[0], provided=",".join(desk.app.scopes))


def _rate_limited(seconds: float) -> web.Response:
    wait = str(max(1, round(seconds))) if seconds else "0"
    answer = {"ok": False, "error": "ratelimited"}
    return web.json_response(answer, status=429, headers={"Retry-After": wait})


async def _hang_up(request: web.Request) -> web.Response:
    """End the connection without a word."""
    await request.read()
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
