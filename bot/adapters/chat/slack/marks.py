"""Marks: by its metadata a message of ours is found again before it would be posted twice."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

from bot.adapters.chat.slack.web_api import WebApi

Json = dict[str, Any]

CARD = "releasebot_card"
EVENTS = "releasebot_events"
ANNOUNCEMENT = "releasebot_announcement"
CORRECTION = "releasebot_correction"
DAYS = 40  # longer than a release may wait for people


def mark(kind: str, **payload: str | int) -> Json:
    """The metadata of a message."""
    return {"event_type": kind, "event_payload": payload}


def payload(message: Json, kind: str) -> Json:
    """What a message's mark of that kind says; empty where it has none."""
    metadata = message.get("metadata") or {}
    known = metadata.get("event_payload") if metadata.get("event_type") == kind else None
    return known if isinstance(known, dict) else {}


async def find(api: WebApi, channel: str, kind: str, key: str, since: str = "") -> Json | None:
    """Our oldest message of that kind and key; None where the channel's history has none."""
    identity = await api.identity()
    found: Json | None = None
    history = api.pages(
        "conversations_history",
        "messages",
        channel=channel,
        include_all_metadata=True,
        oldest=_oldest(since),
    )
    async for message in history:  # the newest first
        if payload(message, kind).get("key") == key and identity.is_author_of(message):
            found = message
    return found


async def replies(api: WebApi, channel: str, message: str, kind: str) -> AsyncIterator[Json]:
    """Our own messages of that kind below a message, oldest first."""
    async for reply in own_replies(api, channel, message):
        if payload(reply, kind):
            yield reply


async def own_replies(api: WebApi, channel: str, message: str) -> AsyncIterator[Json]:
    """Our own messages below a message, oldest first; also those that share a file."""
    identity = await api.identity()
    thread = api.pages(
        "conversations_replies",
        "messages",
        channel=channel,
        ts=message,
        include_all_metadata=True,
    )
    async for reply in thread:
        if identity.is_author_of(reply):
            yield reply


def _oldest(since: str) -> str:
    """The time from which a history is read, as Slack writes it."""
    now = dt.datetime.now(dt.UTC)
    earliest = now - dt.timedelta(days=DAYS)
    begun = dt.datetime.fromisoformat(since) - dt.timedelta(hours=1) if since else earliest
    return f"{max(begun, earliest).timestamp():.6f}"
