"""Interactions: what a person asked, the token that answers it, and the answer so far."""

import asyncio
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.numbers import Asked
from bot.rehearsal.discord.objects import channels, messages, users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import SECONDS_OF_A_TOKEN, Service, loaded


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks of the app: where, and on which message."""

    kind: Asked
    user: int
    place: channels.Place
    data: Json
    message: Json | None = None
    after: Json | None = None  # the interaction that opened the modal


@dataclass(frozen=True, slots=True)
class Interaction:
    """An interaction as it is kept."""

    id: int
    token: str
    user: int
    place: channels.Place
    kind: int
    payload: Json
    answered: int | None
    answer: Json | None
    original: int | None
    message: int | None
    sent: float
    created: float


def ask(service: Service, question: Question, answered: asyncio.Event) -> int:
    """Keep the interaction and send it to the app; returns its id. `answered` is set then."""
    number, token = service.clock.snowflake(), secrets.token_urlsafe(120)
    place, guild = question.place, question.place.guild or 0
    said = channels.permissions(service, place, question.user)
    payload: Json = {
        "id": str(number),
        "application_id": str(service.app.id),
        "type": int(question.kind),
        "data": question.data,
        "guild": {"id": str(guild), "locale": "en-US", "features": ["NEWS", "COMMUNITY"]},
        "guild_id": str(guild),
        "channel": place.content,
        "channel_id": str(place.id),
        "member": {**users.member(service, guild, question.user), "permissions": str(said)},
        "token": token,
        "version": 1,
        "app_permissions": str(channels.permissions(service, place, service.app.id)),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild)},
        "context": 0,
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if question.message is not None:
        payload["message"] = question.message
    kept = {**payload, "after": question.after}
    service.db.execute(
        "INSERT INTO discord_interactions (id, token, created, sent, user, channel, message,"
        " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, token, service.clock.now(), time.monotonic(), question.user, place.id),
            int(question.message["id"]) if question.message else None,
            json.dumps(kept),
        ),
    )
    service.answered[number] = answered
    service.hub.dispatch("INTERACTION_CREATE", payload)
    return number


def by_token(service: Service, token: str) -> Interaction:
    """The answered interaction of a token within its fifteen minutes."""
    row = service.db.execute(
        "SELECT * FROM discord_interactions WHERE token = ?", (token,)
    ).fetchone()
    if row is None or row["answered"] is None:
        raise problems.unknown_webhook()
    found = _interaction(service, row)
    if service.clock.now() - found.created > SECONDS_OF_A_TOKEN:
        raise problems.Problem(401, 50027, "Invalid Webhook Token")
    channels.place(service, found.place.id)
    return found


def by_id(service: Service, number: int) -> Interaction:
    """The interaction with this id, or Discord's refusal."""
    row = service.db.execute(
        "SELECT * FROM discord_interactions WHERE id = ?", (number,)
    ).fetchone()
    if row is None:
        raise problems.unknown_interaction()
    return _interaction(service, row)


def _interaction(service: Service, row: sqlite3.Row) -> Interaction:
    payload = loaded(row)
    return Interaction(
        id=row["id"],
        token=row["token"],
        user=row["user"],
        place=channels.place(service, row["channel"], or_gone=True),
        kind=payload["type"],
        payload=payload,
        answered=row["answered"],
        answer=json.loads(row["answer"]) if row["answer"] else None,
        original=row["original"],
        message=row["message"],
        sent=row["sent"],
        created=row["created"],
    )


def note_answer(service: Service, number: int, kind: int, data: Json, original: int | None) -> None:
    """Keep the first answer, and wake who waits for it."""
    service.db.execute(
        "UPDATE discord_interactions SET answered = ?, answer = ?, original = ? WHERE id = ?",
        (kind, json.dumps(data), original, number),
    )
    waiting = service.answered.get(number)
    if waiting:
        waiting.set()


def post(service: Service, found: Interaction, body: Json, flags: int, ephemeral: bool) -> Json:  # noqa: FBT001  # two of a kind
    """A message of the app that answers or follows an interaction."""
    more: Json = {
        "webhook_id": str(service.app.id),
        "application_id": str(service.app.id),
        "interaction_metadata": _metadata(service, found.payload),
    }
    if found.kind == Asked.COMMAND:
        more["type"] = 20
    elif found.message is not None:
        reference = {"type": 0, "channel_id": str(found.place.id), "message_id": str(found.message)}
        more |= {"type": 19, "message_reference": {**reference, "guild_id": str(found.place.guild)}}
    seen_by = found.user if ephemeral else None
    draft = messages.Draft(found.place, service.app.id, body, flags, seen_by, more)
    return messages.add(service, draft)


def _metadata(service: Service, payload: Json) -> Json:
    metadata: Json = {
        "id": payload["id"],
        "type": payload["type"],
        "user": payload["member"]["user"],
        "authorizing_integration_owners": payload["authorizing_integration_owners"],
    }
    if payload["type"] == Asked.COMPONENT:
        metadata["interacted_message_id"] = payload["message"]["id"]
    if payload["type"] == Asked.MODAL:
        metadata["triggering_interaction_metadata"] = _metadata(service, payload["after"])
    return metadata
