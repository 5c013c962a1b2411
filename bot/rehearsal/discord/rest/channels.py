"""Channels and threads: looked at, opened from a message or without one, changed, deleted."""

from aiohttp import web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import values
from bot.rehearsal.discord.numbers import Channel, Flag, Permission
from bot.rehearsal.discord.objects import channels, messages
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.service import Service

routes = web.RouteTableDef()
NAME = 100
ARCHIVED_AFTER = (60, 1440, 4320, 10080)
_OF_A_THREAD = ("archived", "locked", "auto_archive_duration")
CHANNEL = "/channels/{channel}"
_THREADS = (Channel.PUBLIC_THREAD, Channel.PRIVATE_THREAD, Channel.ANNOUNCEMENT_THREAD)


@routes.get(CHANNEL)
async def get_channel(request: web.Request) -> web.Response:
    """One channel or thread."""
    found = channels.usable(bodies.service_of(request), bodies.number(request, "channel"))
    return as_json(found.content)


@routes.patch(CHANNEL)
async def edit_channel(request: web.Request) -> web.Response:
    """Rename, archive or lock a thread; anything else needs the permission for channels."""
    service = bodies.service_of(request)
    found = channels.usable(service, bodies.number(request, "channel"))
    body = await bodies.read(request)
    if not found.is_thread:
        channels.usable(service, found.id, Permission.MANAGE_CHANNELS)
    elif found.content["owner_id"] != str(service.app.id) or body.get("locked") is not None:
        channels.usable(service, found.id, Permission.MANAGE_THREADS)
    problems.check_form(values.text(body, "name", (), NAME, shortest=int("name" in body)))
    content: Json = {**found.content, **{n: body[n] for n in ("name", "topic") if n in body}}
    if found.is_thread:
        content["thread_metadata"] = {
            **content["thread_metadata"],
            **{name: body[name] for name in _OF_A_THREAD if name in body},
        }
    channels.save(service, channels.Place(found.id, found.guild, content))
    service.hub.dispatch("THREAD_UPDATE" if found.is_thread else "CHANNEL_UPDATE", content)
    return as_json(content)


@routes.delete(CHANNEL)
async def delete_channel(request: web.Request) -> web.Response:
    """Delete a channel or thread, with the permission for it."""
    service = bodies.service_of(request)
    found = channels.usable(service, bodies.number(request, "channel"))
    needed = Permission.MANAGE_THREADS if found.is_thread else Permission.MANAGE_CHANNELS
    channels.usable(service, found.id, needed)
    channels.remove(service, found)
    return as_json(found.content)


@routes.post(CHANNEL + "/typing")
async def type_in(request: web.Request) -> web.Response:
    """Show that the app is writing."""
    channels.to_write(bodies.service_of(request), bodies.number(request, "channel"))
    return web.Response(status=204)


@routes.put(CHANNEL + "/thread-members/@me")
async def join_thread(request: web.Request) -> web.Response:
    """Join a thread; the app is a member of those that it opened."""
    channels.usable(bodies.service_of(request), bodies.number(request, "channel"))
    return web.Response(status=204)


@routes.post(CHANNEL + "/messages/{message}/threads")
async def open_at_message(request: web.Request) -> web.Response:
    """Open a message's thread, which has the message's id; there is at most one."""
    service = bodies.service_of(request)
    channel = bodies.number(request, "channel")
    parent = channels.usable(service, channel, Permission.CREATE_PUBLIC_THREADS)
    content = messages.find(service, parent.id, bodies.number(request, "message"))
    body = await bodies.read(request)
    if int(content["flags"]) & Flag.HAS_THREAD:
        said = "A thread has already been created for this message"
        raise problems.Problem(400, 160004, said)
    announced = parent.kind == Channel.ANNOUNCEMENT
    kind = Channel.ANNOUNCEMENT_THREAD if announced else Channel.PUBLIC_THREAD
    thread = _open(service, parent, int(content["id"]), {**body, "type": int(kind)})
    flags = int(content["flags"]) | Flag.HAS_THREAD
    messages.put_flags(service, parent, content, {"flags": flags, "thread": thread})
    return as_json(thread, 201)


@routes.post(CHANNEL + "/threads")
async def open_in_channel(request: web.Request) -> web.Response:
    """Open a thread without a message; it is private unless its type says otherwise."""
    service = bodies.service_of(request)
    body = {"type": int(Channel.PRIVATE_THREAD), **await bodies.read(request)}
    private = body["type"] == Channel.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    parent = channels.usable(service, bodies.number(request, "channel"), needed)
    return as_json(_open(service, parent, service.clock.snowflake(), body), 201)


def _open(service: Service, parent: channels.Place, number: int, body: Json) -> Json:
    problems.check_form(values.text(body, "name", (), NAME, shortest=1))
    duration = body.get("auto_archive_duration") or ARCHIVED_AFTER[1]
    if duration not in ARCHIVED_AFTER:
        path = ("auto_archive_duration",)
        raise problems.invalid(values.choice(path, duration, ARCHIVED_AFTER))
    if body["type"] not in _THREADS:
        raise problems.invalid(values.choice(("type",), body["type"], tuple(map(int, _THREADS))))
    asked = {**body, "auto_archive_duration": duration}
    content = channels.thread_content(service, number, parent, asked)
    channels.save(service, channels.Place(number, parent.guild, content))
    service.hub.dispatch("THREAD_CREATE", {**content, "newly_created": True})
    return content
