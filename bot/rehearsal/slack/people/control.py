"""The people for other processes: each act and each look is a request of JSON under `/_slack/`."""

import inspect
import os
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.delivery.courier import Courier, Delivery
from bot.rehearsal.slack.desk import TEAM
from bot.rehearsal.slack.faults import KINDS, Fault
from bot.rehearsal.slack.keys import DESK, SOCKETS
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.slack.people.screen import NotOnScreen

PREFIX = "/_slack"
COURIER = web.AppKey("COURIER", Courier)
ACTS = frozenset({
    "types", "says", "mentions", "uses_shortcut", "uses_message_shortcut", "clicks", "fills",
    "types_into", "submits", "closes", "opens_home", "sees", "sees_thread", "sees_alone",
    "sees_dialog", "sees_home",
})  # fmt: skip
routes = web.RouteTableDef()


@routes.post(f"{PREFIX}/people/{{name}}/{{act}}")
async def act(request: web.Request) -> web.Response:
    """Let a person do something: the arguments are those of the method of `Person`."""
    desk, name = request.app[DESK], request.match_info["act"]
    user = workspace.find_user(desk, request.match_info["name"])
    if user is None or name not in ACTS:
        raise web.HTTPNotFound(text="There is no such person, or no such act.")
    method: Callable[..., Any] = getattr(Person(request.app[COURIER], user["id"]), name)
    try:
        done = method(**await _read(request))
        done = await done if inspect.isawaitable(done) else done
    except (NotOnScreen, LookupError, TypeError) as problem:
        raise web.HTTPConflict(text=str(problem)) from None
    return web.json_response(done.as_json() if isinstance(done, Delivery) else done)


@routes.post(f"{PREFIX}/people")
async def add_person(request: web.Request) -> web.Response:
    """Let a person join: `name`, `flags` (a list), `team`, `channels` (a list of names)."""
    desk, asked = request.app[DESK], await _read(request)
    team = asked.get("team", TEAM)
    user = workspace.add_person(desk, asked["name"], *asked.get("flags", ()), team=team)
    for name in asked.get("channels", ()):
        workspace.join(desk, _channel(request, name), user)
    return web.json_response({"id": user})


@routes.post(f"{PREFIX}/channels")
async def add_channel(request: web.Request) -> web.Response:
    """Make a channel: `name`, `members` (names), `kind`, `is_ext_shared`."""
    desk, asked = request.app[DESK], await _read(request)
    members = [_user(request, name) for name in asked.pop("members", ())]
    return web.json_response(
        {"id": workspace.add_channel(desk, asked.pop("name"), members, **asked)}
    )


@routes.post(f"{PREFIX}/channels/{{channel}}/{{change}}")
async def change_channel(request: web.Request) -> web.Response:
    """`archive` or `unarchive` a channel; `join` or `kick` a `user`."""
    desk, change = request.app[DESK], request.match_info["change"]
    channel = _channel(request, request.match_info["channel"])
    if change in ("archive", "unarchive"):
        workspace.archive(desk, channel, is_archived=change == "archive")
    elif change in ("join", "kick"):
        user = _user(request, (await _read(request))["user"])
        (workspace.join if change == "join" else workspace.leave)(desk, channel, user)
    else:
        raise web.HTTPNotFound
    return web.json_response({})


@routes.post(f"{PREFIX}/faults")
async def add_fault(request: web.Request) -> web.Response:
    """Let something go wrong: the fields of `Fault`."""
    asked = await _read(request)
    if asked.get("kind") not in KINDS:
        raise web.HTTPBadRequest(text=f"kind is one of {', '.join(sorted(KINDS))}")
    request.app[DESK].faults.add(Fault(**asked))
    return web.json_response({})


@routes.post(f"{PREFIX}/sockets/{{change}}")
async def change_sockets(request: web.Request) -> web.Response:
    """`refresh` asks the app to connect anew, `drop` breaks its connections."""
    sockets = request.app[SOCKETS]
    if request.match_info["change"] == "refresh":
        await sockets.refresh()
    else:
        sockets.drop()
    return web.json_response({})


@routes.post(f"{PREFIX}/limits")
async def switch_limits(request: web.Request) -> web.Response:
    """Switch Slack's rate limits on or off: `on`."""
    request.app[DESK].limits.are_on = bool((await _read(request)).get("on"))
    return web.json_response({})


@routes.get(f"{PREFIX}/exchanges")
async def exchanges(request: web.Request) -> web.Response:
    """Everything that went over the wire, for a check against the contract."""
    return web.json_response({"exchanges": [asdict(each) for each in request.app[DESK].exchanges]})


@routes.get(f"{PREFIX}/health")
async def health(request: web.Request) -> web.Response:
    """Which process this is, so that nobody ends or adopts a foreign one."""
    return web.json_response({"instance": request.app[DESK].instance, "pid": os.getpid()})


@routes.get(f"{PREFIX}/state")
async def state(request: web.Request) -> web.Response:
    """How many connections the app has, and which confirm dialogs people have seen."""
    desk = request.app[DESK]
    return web.json_response({
        "connections": len(request.app[SOCKETS].connections),
        "confirmations": desk.confirmations,
    })  # fmt: skip


def _channel(request: web.Request, name: str) -> str:
    row = workspace.find_channel(request.app[DESK], name)
    if row is None:
        raise web.HTTPNotFound(text=f"There is no channel {name}.")
    return str(row["id"])


def _user(request: web.Request, name: str) -> str:
    row = workspace.find_user(request.app[DESK], name)
    if row is None:
        raise web.HTTPNotFound(text=f"There is nobody called {name}.")
    return str(row["id"])


async def _read(request: web.Request) -> dict[str, Any]:
    try:
        content = await request.json() if request.can_read_body else {}
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise web.HTTPBadRequest(text="A JSON object is needed.")
    return content
