"""Marks: by a small last line a message of ours is found again before it would be posted twice.

The line has a component id of its own, which no text can imitate, and Discord keeps both. `nonce`
is the other guard: for some minutes Discord answers a repeated post with the first one.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import discord
from discord.http import HTTPClient

from bot.adapters.chat.discord.rest import RestApi

Json = dict[str, Any]

CARD = 700_001
ANNOUNCEMENT = 700_002
LEFT = 700_004  # the answer to a card that goes on elsewhere
EVENTS = 1_000_000  # and the number of the last event that the message tells
DAYS = 40  # longer than a release may wait for people
PAGE, MOST_PAGES = 100, 50

_TEXT_DISPLAY = 10
_BETWEEN = " · "


def nonce(*parts: str) -> str:
    """The same 24 characters for the same post, whoever makes it."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def address(guild: int, channel: str, message: str) -> str:
    """Where people find a message."""
    return f"https://discord.com/channels/{guild}/{channel}/{message}"


def footer(kind: int, *parts: str) -> discord.ui.TextDisplay[Any]:
    """The last line of a message."""
    return discord.ui.TextDisplay(f"-# {_BETWEEN.join(parts)}", id=kind)


def parts(message: Json, kind: int) -> tuple[str, ...]:
    """What the last line of that kind says; empty where the message has none."""
    for component in components(message):
        if component.get("id") == kind and component.get("type") == _TEXT_DISPLAY:
            return tuple(str(component.get("content", "")).removeprefix("-# ").split(_BETWEEN))
    return ()


def last_event(message: Json) -> int:
    """The number of the last event that a message of a thread tells; 0 for any other message."""
    ids = (int(each.get("id", 0)) for each in components(message))
    return max((number - EVENTS for number in ids if number >= EVENTS), default=0)


def components(holder: Json) -> Iterator[Json]:
    """Every component of a message."""
    for each in holder.get("components") or ():
        yield each
        yield from components(each)


def packed(digest: str) -> str:
    """A "sha256:…" in 43 characters."""
    raw = bytes.fromhex(digest.removeprefix("sha256:"))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> str:
    """The digest that was packed, "" where it is none."""
    try:
        return f"sha256:{base64.urlsafe_b64decode(f'{text}=').hex()}"
    except ValueError:
        return ""


async def find(api: RestApi, channel: str, kind: int, key: str, since: str = "") -> Json | None:
    """Our newest message of that kind and key; None where the channel's history has none."""
    async for message in history(api, channel, _oldest(since)):
        if key in parts(message, kind):
            return message
    return None


async def history(api: RestApi, channel: str, oldest: int) -> AsyncIterator[Json]:
    """The bot's own messages in a channel, the newest first, back to that id."""
    own = str(await api.user())
    before: int | None = None
    for _ in range(MOST_PAGES):
        page = await _page(api, channel, before)
        for message in page:
            if int(message["id"]) < oldest:
                return
            if (message.get("author") or {}).get("id") == own:
                yield message
        if len(page) < PAGE:
            return
        before = int(page[-1]["id"])


async def _page(api: RestApi, channel: str, before: int | None) -> list[Json]:
    def ask(http: HTTPClient) -> Any:  # noqa: ANN401  # JSON
        return http.logs_from(int(channel), PAGE, before=before)

    return list(await api.look(ask, channel))


def _oldest(since: str) -> int:
    """The id from which a history is read; ids carry their time."""
    now = dt.datetime.now(dt.UTC)
    earliest = now - dt.timedelta(days=DAYS)
    begun = dt.datetime.fromisoformat(since) - dt.timedelta(hours=1) if since else earliest
    return discord.utils.time_snowflake(max(begun, earliest))
