"""What one person sees: channels, threads, notes for them alone, dialogs and their home tab."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from bot.rehearsal.slack import messages, view_rows, view_state, workspace
from bot.rehearsal.slack.desk import Desk
from bot.rehearsal.slack.web_api import marks

Shown = dict[str, Any]


class NotOnScreen(LookupError):
    """A person cannot use what they do not see."""


def channel_of(desk: Desk, user: str, name: str) -> sqlite3.Row:
    """The channel, where this person may look into it."""
    if name == "@app":
        name = workspace.direct_channel(desk, user)
    row = workspace.find_channel(desk, name)
    inside = row is not None and workspace.is_member(desk, row["id"], user)
    if row is None or (row["kind"] != "public_channel" and not inside):
        raise NotOnScreen(f"There is no channel {name} for {user}.")
    return row


def channel_messages(desk: Desk, user: str, name: str) -> list[Shown]:
    """What the channel shows to everybody, oldest first."""
    channel = channel_of(desk, user, name)
    return [_seen(desk, row) for row in messages.top_level(desk, channel["id"])]


def thread_messages(desk: Desk, user: str, name: str, ts: str) -> list[Shown]:
    """A thread with its root, oldest first."""
    channel = channel_of(desk, user, name)
    return [_seen(desk, row) for row in messages.thread(desk, channel["id"], ts)]


def ephemeral_messages(desk: Desk, user: str, name: str) -> list[Shown]:
    """What only this person sees in a channel, oldest first."""
    rows = desk.storage.db.execute(
        "SELECT * FROM slack_messages WHERE channel = ? AND visible_to = ? ORDER BY ts",
        (channel_of(desk, user, name)["id"], user),
    )
    return [_seen(desk, row) for row in rows]


def dialog(desk: Desk, user: str) -> Shown | None:
    """The uppermost open dialog, with the errors it shows."""
    rows = view_rows.stack(desk, user)
    if not rows:
        return None
    row = rows[-1]
    return view_rows.shown(row) | {"errors": desk.view_errors.get(row["id"], {})}


def home(desk: Desk, user: str) -> Shown | None:
    """The person's home tab, None before the app has published one."""
    row = view_rows.home(desk, user)
    return view_rows.shown(row) if row else None


def element_in(blocks: Sequence[Mapping[str, Any]], wanted: str) -> tuple[str, Shown]:
    """The block and the element with this action id, or with this label."""
    for block, element in view_state.elements(blocks):
        if wanted in (element["action_id"], _label(element)):
            return block, element
    there = [(element["action_id"], _label(element)) for _, element in view_state.elements(blocks)]
    raise NotOnScreen(f"There is no {wanted!r}; there are {there}.")


def reading(shown: Shown) -> str:
    """The words of a message or view as a person reads them, block by block."""
    blocks = shown.get("blocks") or []
    lines = [line for block in blocks for line in _words(block)]
    return "\n".join(lines or [str(shown.get("text", ""))])


def _label(element: Mapping[str, Any]) -> str:
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def _words(value: object) -> list[str]:
    """The texts of a block; the pieces of a line of rich text make one line."""
    if isinstance(value, list):
        return [line for inner in value for line in _words(inner)]
    if not isinstance(value, dict):
        return []
    if value.get("type") in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
        return ["".join(_piece(each) for each in value.get("elements", ()))]
    lines = []
    for name, inner in value.items():
        if name in ("text", "title") and isinstance(inner, str):
            lines.append(inner)
        elif name != "confirm":
            lines += _words(inner)
    return lines


def _piece(element: Mapping[str, Any]) -> str:
    if element.get("type") == "emoji":
        return f":{element.get('name')}:"
    return str(element.get("text") or element.get("url") or element.get("user_id") or "")


def _seen(desk: Desk, row: sqlite3.Row) -> Shown:
    message = messages.shown(desk, row) | {"channel": row["channel"]}
    message["marks"] = marks.of_message(desk, row["channel"], row["ts"])
    message["is_ephemeral"] = bool(row["visible_to"])
    return message
