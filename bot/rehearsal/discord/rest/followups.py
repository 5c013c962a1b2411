"""What follows the first answer, for fifteen minutes: edits of it, and further messages.

The same addresses serve webhooks: there the id is the webhook's and the token has no end.
"""

import json
from dataclasses import dataclass

from aiohttp import web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.numbers import Flag, Permission
from bot.rehearsal.discord.objects import channels, interactions, messages, users
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.rest.callbacks import MAY_SET
from bot.rehearsal.discord.rest.messages import new_flags, refuse_bad
from bot.rehearsal.discord.service import Service, loaded

routes = web.RouteTableDef()
HOOK = "/webhooks/{hook}/{token}"
MESSAGE = HOOK + "/messages/{message}"
ORIGINAL = "@original"


@dataclass(frozen=True, slots=True)
class Hook:
    """Who writes: an interaction's token, or a webhook of a channel."""

    place: channels.Place
    author: int
    interaction: interactions.Interaction | None


def _hook(request: web.Request) -> Hook:
    service, token = bodies.service_of(request), request.match_info["token"]
    number = bodies.number(request, "hook")
    if number == service.app.id:
        found = interactions.by_token(service, token)
        return Hook(found.place, service.app.id, found)
    row = service.db.execute(
        "SELECT * FROM discord_webhooks WHERE id = ? AND token = ?", (number, token)
    ).fetchone()
    if row is None:
        raise problems.unknown_webhook()
    channel = int(request.query.get("thread_id") or row["channel"])
    return Hook(channels.place(service, channel), number, None)


@routes.get(HOOK)
async def get_webhook(request: web.Request) -> web.Response:
    """The webhook of this address."""
    service, hook = bodies.service_of(request), _hook(request)
    row = service.db.execute(
        "SELECT * FROM discord_webhooks WHERE id = ?", (hook.author,)
    ).fetchone()
    if row is None:
        raise problems.unknown_webhook()
    shown = loaded(row)
    del shown["user"]  # who made it is not told to a token
    return as_json(shown)


@routes.post(HOOK)
async def follow_up(request: web.Request) -> web.Response:
    """Write once more; the first time after a deferral this fills the waiting message."""
    service, hook = bodies.service_of(request), _hook(request)
    body = await bodies.read(request)
    refuse_bad(body, may_set=MAY_SET)
    if hook.interaction is None:
        message = _execute(service, hook, body)
        waits = request.query.get("wait", "").lower() in {"1", "true"}
        return as_json(message) if waits else web.Response(status=204)
    waiting = _waiting(service, hook)
    if waiting is not None:
        flags = new_flags(waiting, body)
        return as_json(messages.change(service, hook.place, waiting, body, flags))
    flags = int(body.get("flags") or 0)
    ephemeral = bool(flags & Flag.EPHEMERAL)
    return as_json(interactions.post(service, hook.interaction, body, flags, ephemeral))


def _waiting(service: Service, hook: Hook) -> Json | None:
    found = hook.interaction
    if found is None or found.original is None:
        return None
    content = messages.find_any(service, hook.place.id, found.original)
    return content if int(content["flags"]) & Flag.LOADING else None


def _execute(service: Service, hook: Hook, body: Json) -> Json:
    author = users.user(service, hook.author)
    author["username"] = body.get("username") or author["username"]
    more = {"author": author, "webhook_id": str(hook.author)}
    draft = messages.Draft(hook.place, hook.author, body, int(body.get("flags") or 0), more=more)
    return messages.add(service, draft)


def _message(request: web.Request) -> tuple[Service, Hook, Json]:
    service, hook = bodies.service_of(request), _hook(request)
    named = request.match_info["message"]
    if named == ORIGINAL:
        if hook.interaction is None or hook.interaction.original is None:
            raise problems.unknown_message()
        number = hook.interaction.original
    else:
        number = bodies.number(request, "message")
    content = messages.find_any(service, hook.place.id, number)
    if content["author"]["id"] != str(hook.author):
        raise problems.unknown_message()
    return service, hook, content


@routes.get(MESSAGE)
async def get_message(request: web.Request) -> web.Response:
    """A message of this token."""
    return as_json(_message(request)[2])


@routes.patch(MESSAGE)
async def edit_message(request: web.Request) -> web.Response:
    """Change a message of this token."""
    service, hook, content = _message(request)
    body = await bodies.read(request)
    refuse_bad(body, content, MAY_SET)
    flags = new_flags(content, body)
    return as_json(messages.change(service, hook.place, content, body, flags))


@routes.delete(MESSAGE)
async def delete_message(request: web.Request) -> web.Response:
    """Delete a message of this token."""
    service, hook, content = _message(request)
    messages.remove(service, hook.place, int(content["id"]))
    return web.Response(status=204)


@routes.post("/channels/{channel}/webhooks")
async def create_webhook(request: web.Request) -> web.Response:
    """Make a webhook of a channel, with the permission for it."""
    service = bodies.service_of(request)
    channel = bodies.number(request, "channel")
    place = channels.usable(service, channel, Permission.MANAGE_WEBHOOKS)
    body = await bodies.read(request)
    return as_json(add_webhook(service, place, str(body.get("name") or "webhook")))


def add_webhook(service: Service, place: channels.Place, name: str) -> Json:
    """A new webhook of a channel."""
    number = users.add_user(service, name, bot=True)
    token = f"{number:x}-local-webhook-token-{number % 997:03d}"
    content: Json = {
        "id": str(number),
        "type": 1,
        "guild_id": str(place.guild),
        "channel_id": str(place.id),
        "name": name,
        "avatar": None,
        "token": token,
        "application_id": str(service.app.id),
        "user": users.user(service, service.app.id),
    }
    service.db.execute(
        "INSERT INTO discord_webhooks VALUES (?, ?, ?, ?)",
        (number, token, place.id, json.dumps(content)),
    )
    return content
