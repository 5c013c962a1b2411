"""`reactions.add`, `pins.*`: marks on messages."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages
from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.web_api import chat
from bot.rehearsal.slack.web_api.asking import Refused, needed


def add_reaction(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Put an emoji on a message."""
    channel, ts = _message(desk, args)
    _add(desk, ("reaction", channel, ts, needed(args, "name"), BOT_USER), "already_reacted")
    return {}


def remove_reaction(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Take the app's emoji off again."""
    channel, ts = _message(desk, args)
    _remove(desk, ("reaction", channel, ts, needed(args, "name"), BOT_USER), "no_reaction")
    return {}


def add_pin(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Pin a message to its channel."""
    channel, ts = _message(desk, args)
    _add(desk, ("pin", channel, ts, "", ""), "already_pinned")
    return {}


def remove_pin(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Unpin a message."""
    channel, ts = _message(desk, args)
    _remove(desk, ("pin", channel, ts, "", ""), "no_pin")
    return {}


def of_message(desk: Desk, channel: str, ts: str) -> list[str]:
    """A message's emojis, and "pin" where it is pinned."""
    rows = desk.storage.db.execute(
        "SELECT kind, name FROM slack_marks WHERE channel = ? AND ts = ? ORDER BY kind, name",
        (channel, ts),
    )
    return [row["name"] or row["kind"] for row in rows]


def _message(desk: Desk, args: Mapping[str, Any]) -> tuple[str, str]:
    channel, ts = chat.find(desk, needed(args, "channel")), needed(args, "timestamp")
    if messages.find(desk, channel["id"], ts) is None:
        raise Refused("message_not_found")
    if channel["is_archived"]:
        raise Refused("is_archived")
    return channel["id"], ts


def _add(desk: Desk, mark: tuple[str, str, str, str, str], error: str) -> None:
    try:
        desk.storage.db.execute("INSERT INTO slack_marks VALUES (?, ?, ?, ?, ?)", mark)
    except sqlite3.IntegrityError:
        raise Refused(error) from None


def _remove(desk: Desk, mark: tuple[str, str, str, str, str], error: str) -> None:
    removed = desk.storage.db.execute(
        "DELETE FROM slack_marks"
        " WHERE kind = ? AND channel = ? AND ts = ? AND name = ? AND user = ?",
        mark,
    )
    if not removed.rowcount:
        raise Refused(error)
