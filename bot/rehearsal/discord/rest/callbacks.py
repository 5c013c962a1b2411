"""The first answer to an interaction: once, within three seconds, of a kind that fits."""

import time

from aiohttp import web

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.limits import commands, modals, values
from bot.rehearsal.discord.limits import messages as limits
from bot.rehearsal.discord.numbers import Answered, Asked, Flag
from bot.rehearsal.discord.objects import channels, interactions, messages
from bot.rehearsal.discord.problems import Json, as_json
from bot.rehearsal.discord.rest import bodies
from bot.rehearsal.discord.rest.messages import new_flags
from bot.rehearsal.discord.service import Service

routes = web.RouteTableDef()
MAY_SET = limits.MAY_SET | Flag.EPHEMERAL
_NEW = {Answered.MESSAGE, Answered.DEFERRED_MESSAGE}
_UPDATES = {Answered.DEFERRED_UPDATE, Answered.UPDATE}
_FITTING = {
    Asked.COMMAND: {*_NEW, Answered.MODAL},
    Asked.COMPONENT: {*_NEW, *_UPDATES, Answered.MODAL},
    Asked.AUTOCOMPLETE: {Answered.CHOICES},
    Asked.MODAL: _NEW,
}


@routes.post("/interactions/{interaction}/{token}/callback")
async def answer(request: web.Request) -> web.Response:
    """Answer; with `with_response` the answer tells what became of it."""
    service = bodies.service_of(request)
    found = interactions.by_id(service, bodies.number(request, "interaction"))
    body = await bodies.read(request)
    late = time.monotonic() - found.sent > service.seconds_to_answer
    if found.token != request.match_info["token"] or (late and found.answered is None):
        raise problems.unknown_interaction()
    if found.answered is not None:
        raise problems.Problem(400, 40060, "Interaction has already been acknowledged.")
    channels.place(service, found.place.id)
    kind, data = _checked(found, body)
    message = _apply(service, found, kind, data)
    original = int(message["id"]) if message else None
    interactions.note_answer(service, found.id, kind, data, original)
    if request.query.get("with_response", "").lower() not in {"1", "true"}:
        return web.Response(status=204)
    return as_json(_result(found, kind, message))


def _checked(found: interactions.Interaction, body: Json) -> tuple[Answered, Json]:
    fitting = set(_FITTING[Asked(found.kind)])
    if found.kind == Asked.MODAL and found.message is not None:
        fitting |= _UPDATES
    if body.get("type") not in fitting:
        raise problems.invalid(
            values.choice(("type",), body.get("type"), sorted(map(int, fitting)))
        )
    kind, data = Answered(body["type"]), body.get("data") or {}
    complaints: list[problems.Complaint] = []
    if kind is Answered.MODAL:
        complaints += modals.check(data)
    elif kind is Answered.CHOICES:
        complaints += commands.choices(data, ("data", "choices"))
    else:
        before = found.payload["message"]["flags"] if kind is Answered.UPDATE else 0
        complaints += limits.check(data, before=before, may_set=MAY_SET, root=("data",))
    problems.check_form(complaints)
    return kind, data


def _apply(
    service: Service, found: interactions.Interaction, kind: Answered, data: Json
) -> Json | None:
    """What the answer does: the message that it made, changed or will change."""
    if kind in _NEW:
        asked = int(data.get("flags") or 0)
        flags = asked | Flag.LOADING if kind is Answered.DEFERRED_MESSAGE else asked
        shown = {} if kind is Answered.DEFERRED_MESSAGE else data
        return interactions.post(service, found, shown, flags, bool(asked & Flag.EPHEMERAL))
    if kind in _UPDATES:
        content = messages.find_any(service, found.place.id, int(found.payload["message"]["id"]))
        if kind is Answered.DEFERRED_UPDATE:
            return content
        flags = new_flags(content, data)
        return messages.change(service, found.place, content, data, flags)
    return None


def _result(found: interactions.Interaction, kind: Answered, message: Json | None) -> Json:
    told: Json = {"id": str(found.id), "type": found.kind}
    resource: Json = {"type": int(kind)}
    if message is not None:
        flags = int(message["flags"])
        told["response_message_id"] = message["id"]
        told["response_message_loading"] = bool(flags & Flag.LOADING)
        told["response_message_ephemeral"] = bool(flags & Flag.EPHEMERAL)
    if message is not None and kind is not Answered.DEFERRED_UPDATE:
        resource["message"] = message
    return {"interaction": told, "resource": resource}
