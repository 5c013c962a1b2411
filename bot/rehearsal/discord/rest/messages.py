"""Messages of a channel: posted, listed, changed, pinned and deleted."""

from aiohttp import web

from bot.rehearsal.discord import clock, problems
from bot.rehearsal.discord.limits import messages as limits
from bot.rehearsal.discord.numbers import Flag, Permission
from bot.rehearsal.discord.objects import channels, messages
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.service import Service, loaded

routes = web.RouteTableDef()
CHANNEL = "/channels/{channel}/messages"
MESSAGE = CHANNEL + "/{message}"
SECONDS_OF_A_NONCE = 300.0
HOUR = 3600.0
MOST_LISTED = 100
COUNT_OF_OLD = "edit of an old message"
COUNT_OF_PUBLISHED = "edit of a published message"
PUBLISHED_EDITS_AN_HOUR = 3
_SHOWN = ("content", "embeds", "components", "attachments", "sticker_ids", "poll")


@routes.post(CHANNEL)
async def post_message(request: web.Request) -> web.Response:
    """Post; with `enforce_nonce` the same nonce gives the earlier message for a few minutes."""
    service = bodies.service_of(request)
    place = channels.to_write(service, bodies.number(request, "channel"))
    body = await bodies.read(request)
    refuse_bad(body)
    earlier = _earlier(service, place, body)
    if earlier is not None:
        return as_json({**earlier, "nonce": body["nonce"]})
    flags = int(body.get("flags") or 0)
    draft = messages.Draft(place, service.app.id, body, flags, more=_reference(place, body))
    return as_json(messages.add(service, draft))


@routes.get(CHANNEL)
async def list_messages(request: web.Request) -> web.Response:
    """Newest first: `limit` of them, `before`, `after` or `around` one."""
    service = bodies.service_of(request)
    channel = bodies.number(request, "channel")
    place = channels.usable(service, channel, Permission.READ_MESSAGE_HISTORY)
    limit = min(int(request.query.get("limit", 50)), MOST_LISTED)
    rows = service.db.execute(
        "SELECT * FROM discord_messages WHERE channel = ? AND NOT deleted AND seen_by IS NULL"
        " ORDER BY id DESC",
        (place.id,),
    ).fetchall()
    found = [loaded(row) for row in rows]
    return as_json(_picked(found, request, limit))


def _picked(found: list[Json], request: web.Request, limit: int) -> list[Json]:
    before, after, around = (int(request.query.get(n, 0)) for n in ("before", "after", "around"))
    if around:
        newer = [each for each in found if int(each["id"]) >= around][-(limit // 2 + 1) :]
        older = [each for each in found if int(each["id"]) < around][: limit // 2]
        return [*newer, *older]
    if after:
        return [each for each in found if int(each["id"]) > after][-limit:]
    return [each for each in found if not before or int(each["id"]) < before][:limit]


@routes.get(MESSAGE)
async def get_message(request: web.Request) -> web.Response:
    """One message."""
    _, _, content = _found(request, Permission.READ_MESSAGE_HISTORY)
    return as_json(content)


@routes.patch(MESSAGE)
async def edit_message(request: web.Request) -> web.Response:
    """Change an own message; one that is old or published may be changed a few times an hour."""
    service, place, content = _found(request)
    if content["author"]["id"] != str(service.app.id):
        raise problems.Problem(403, 50005, "Cannot edit a message authored by another user")
    if channels.is_archived(place):
        raise problems.archived_thread()
    body = await bodies.read(request)
    refuse_bad(body, content)
    _count_edit(service, place, content)
    return as_json(messages.change(service, place, content, body, new_flags(content, body)))


@routes.delete(MESSAGE)
async def delete_message(request: web.Request) -> web.Response:
    """Delete an own message, or with the permission for it anybody's."""
    service, place, content = _found(request)
    if content["author"]["id"] != str(service.app.id):
        channels.usable(service, place.id, Permission.MANAGE_MESSAGES)
    messages.remove(service, place, int(content["id"]))
    return web.Response(status=204)


async def _pin(request: web.Request) -> web.Response:
    service, place, content = _found(request, Permission.PIN_MESSAGES)
    pinned = {"pinned": request.method == "PUT"}
    messages.put_flags(service, place, content, pinned)
    return web.Response(status=204)


for _path in (CHANNEL + "/pins/{message}", "/channels/{channel}/pins/{message}"):
    routes.put(_path)(_pin)
    routes.delete(_path)(_pin)


def _found(request: web.Request, *needed: Permission) -> tuple[Service, channels.Place, Json]:
    service = bodies.service_of(request)
    place = channels.usable(service, bodies.number(request, "channel"), *needed)
    return service, place, messages.find(service, place.id, bodies.number(request, "message"))


def refuse_bad(body: Json, content: Json | None = None, may_set: int = limits.MAY_SET) -> None:
    """Refuse a body that breaks a limit, or leaves nothing to be seen."""
    before = int(content["flags"]) if content else 0
    problems.check_form(limits.check(body, before=before, may_set=may_set))
    shown = {**(content or {}), **body}
    if not any(shown.get(name) for name in _SHOWN) or not _has_text(shown):
        raise problems.Problem(400, 50006, "Cannot send an empty message")


def _has_text(shown: Json) -> bool:
    others = [name for name in _SHOWN if name != "content"]
    return any(shown.get(name) for name in others) or bool(str(shown.get("content")).strip())


def new_flags(content: Json, body: Json) -> int:
    """The flags of a message after an edit: what the edit sets, and what it cannot take away."""
    before = int(content["flags"])
    kept = before & ~int(Flag.LOADING | Flag.SUPPRESS_EMBEDS)
    asked = before if body.get("flags") is None else int(body["flags"])
    return kept | (asked & int(Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2))


def _count_edit(service: Service, place: channels.Place, content: Json) -> None:
    if int(content["flags"]) & Flag.CROSSPOSTED:
        if service.count(COUNT_OF_PUBLISHED, content["id"], HOUR) >= PUBLISHED_EDITS_AN_HOUR:
            raise problems.limited(HOUR)
        service.add_count(COUNT_OF_PUBLISHED, content["id"])
    if service.clock.now() - clock.created(int(content["id"])) > HOUR:
        if service.count(COUNT_OF_OLD, place.id, HOUR) >= service.edits_of_old:
            said = "Maximum number of edits to messages older than 1 hour reached. Try again later."
            raise problems.limited(HOUR, 30046, said)
        service.add_count(COUNT_OF_OLD, place.id)


def _earlier(service: Service, place: channels.Place, body: Json) -> Json | None:
    if not body.get("enforce_nonce"):
        return None
    row = service.db.execute(
        "SELECT * FROM discord_messages WHERE channel = ? AND author = ? AND nonce = ?"
        " AND NOT deleted ORDER BY id DESC",
        (place.id, service.app.id, str(body["nonce"])),
    ).fetchone()
    if row is None or service.clock.now() - clock.created(row["id"]) > SECONDS_OF_A_NONCE:
        return None
    return loaded(row)


def _reference(place: channels.Place, body: Json) -> Json:
    asked = body.get("message_reference")
    if not asked:
        return {}
    reference = {"type": 0, "channel_id": str(place.id), "message_id": str(asked["message_id"])}
    return {"type": 19, "message_reference": {**reference, "guild_id": str(place.guild)}}
