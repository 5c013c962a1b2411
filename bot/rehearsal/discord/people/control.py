"""The same people and administrators for other processes: JSON under `/_discord`.

`POST /_discord/people/{guild}/{user}/{act}` and `POST /_discord/admin/{act}` take the arguments of
the methods by name; `POST /_discord/faults` takes a fault; `GET /_discord/record` tells everything.
"""

import os
from collections.abc import Awaitable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.discord import problems
from bot.rehearsal.discord.faults import Fault
from bot.rehearsal.discord.numbers import Permission
from bot.rehearsal.discord.people.admin import Admin
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.people.reply import NotPossible, Reply, reply
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.service import SERVICE, Service

PREFIX = "/_discord"
ACTS = (
    "commands", "invoke", "complete", "click", "click_stale", "choose", "submit", "write", "sees",
)  # fmt: skip
OFFICES = (
    "add_guild", "add_role", "add_member", "join", "set_roles", "remove_app", "add_channel",
    "deny", "allow", "delete_channel", "delete_message", "archive", "pings",
)  # fmt: skip
routes = web.RouteTableDef()


@routes.get(PREFIX + "/health")
async def tell_health(request: web.Request) -> web.Response:
    """Which process answers here."""
    return as_json({"instance": request.app[SERVICE].instance, "pid": os.getpid()})


@routes.post(PREFIX + "/people/{guild}/{user}/{act}")
async def act(request: web.Request) -> web.Response:
    """Let a person do something; 409 tells why their Discord would not let them."""
    service, name = request.app[SERVICE], request.match_info["act"]
    who = Member(service, int(request.match_info["user"]), int(request.match_info["guild"]))
    given = await _arguments(request)
    if name == "settled":
        replied = reply(service, int(given["interaction"]))
        return as_json((await who.settled(replied)).as_json())
    if name not in ACTS:
        raise web.HTTPNotFound(text=f"A person can: {', '.join((*ACTS, 'settled'))}.")
    try:
        done = getattr(who, name)(**given)
        if isinstance(done, Awaitable):
            done = await done
    except NotPossible as reason:
        return as_json({"not_possible": str(reason)}, 409)
    except (TypeError, problems.Problem) as wrong:
        raise web.HTTPBadRequest(text=str(wrong)) from None
    return as_json(done.as_json() if isinstance(done, Reply) else done)


@routes.post(PREFIX + "/admin/{act}")
async def administer(request: web.Request) -> web.Response:
    """Change the guilds."""
    name, given = request.match_info["act"], await _arguments(request)
    if name not in OFFICES:
        raise web.HTTPNotFound(text=f"An administrator can: {', '.join(OFFICES)}.")
    if "permissions" in given and name in {"deny", "allow"}:
        given["permissions"] = Permission(given["permissions"])
    try:
        return as_json(getattr(Admin(request.app[SERVICE]), name)(**given))
    except (TypeError, problems.Problem) as wrong:
        raise web.HTTPBadRequest(text=str(wrong)) from None


@routes.post(PREFIX + "/faults")
async def add_fault(request: web.Request) -> web.Response:
    """Let a fault happen to a route: the fields of a fault."""
    request.app[SERVICE].faults.add(Fault(**await _arguments(request)))
    return as_json({})


@routes.delete(PREFIX + "/faults")
async def clear_faults(request: web.Request) -> web.Response:
    """Be well again."""
    request.app[SERVICE].faults.clear()
    return as_json({})


@routes.post(PREFIX + "/gateway/{act}")
async def disturb(request: web.Request) -> web.Response:
    """`abort`, `reconnect`, `invalidate` (with `resumable`), or `refuse` (with `times`)."""
    service, given = request.app[SERVICE], await _arguments(request)
    hub, name = service.hub, request.match_info["act"]
    if name == "abort":
        hub.abort()
    elif name == "reconnect":
        hub.ask_to_reconnect()
    elif name == "invalidate":
        hub.invalidate(resumable=bool(given.get("resumable")))
    elif name == "refuse":
        hub.invalid = int(given["times"])
    else:
        raise web.HTTPNotFound(text="abort, reconnect, invalidate or refuse")
    return as_json({})


@routes.post(PREFIX + "/clock")
async def advance(request: web.Request) -> web.Response:
    """Let `seconds` pass at once."""
    request.app[SERVICE].clock.advance(float((await _arguments(request))["seconds"]))
    return as_json({})


@routes.get(PREFIX + "/record")
async def tell(request: web.Request) -> web.Response:
    """Everything that was noticed."""
    return as_json(told(request.app[SERVICE]))


def told(service: Service) -> Json:
    """The record as JSON."""
    return {
        "violations": service.record.violations,
        "sent": [asdict(each) for each in service.record.sent],
        "received": [asdict(each) for each in service.record.received],
        "invalid_requests": service.record.invalid_requests,
        "pings": Admin(service).pings(),
        "effects": journal.effects(service.storage),
        "identified": service.hub.identified,
        "resumed": service.hub.resumed,
        "connected": service.hub.connected,
    }


async def _arguments(request: web.Request) -> dict[str, Any]:
    content = problems.parsed(await request.read() or b"{}")
    if not isinstance(content, dict):
        raise web.HTTPBadRequest(text="A JSON object is needed.")
    return {name: _number(value) for name, value in content.items()}


def _number(value: Any) -> Any:  # noqa: ANN401  # JSON of any form
    """A snowflake is a text outside and a number inside."""
    is_snowflake = isinstance(value, str) and value.isdecimal() and len(value) > 16  # noqa: PLR2004  # digits
    return int(value) if is_snowflake else value
