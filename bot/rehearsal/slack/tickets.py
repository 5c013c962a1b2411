"""What Slack hands out for a short while: trigger ids, and addresses to respond to."""

import secrets
import sqlite3
from typing import Literal

from bot.rehearsal.slack.desk import Desk
from bot.rehearsal.slack.web_api.asking import Refused

RESPONSES = 5


def new_trigger(desk: Desk, user: str, view: str = "") -> str:
    """A trigger id for somebody who has just acted; `view` is the dialog they acted in."""
    name = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**11)}.{secrets.token_hex(16)}"
    _keep(desk, name, "trigger", user, ("", "", view))
    return name


def new_response_url(desk: Desk, user: str, channel: str, ts: str = "") -> str:
    """An address for up to five answers; `ts` is the message that a click was on."""
    name = secrets.token_urlsafe(24)
    _keep(desk, name, "response", user, (channel, ts, ""))
    return f"{desk.url}/actions/{name}"


def use_trigger(desk: Desk, name: str) -> sqlite3.Row:
    """The ticket of a trigger id, which is good for one use within three seconds."""
    row = _find(desk, name, "trigger")
    if row is None:
        raise Refused("invalid_trigger_id")
    if row["used"]:
        raise Refused("exchanged_trigger_id")
    if desk.clock() - row["made"] > desk.timing.trigger:
        raise Refused("expired_trigger_id")
    _count(desk, name)
    return row


def use_response_url(desk: Desk, name: str) -> sqlite3.Row | Literal["expired_url", "used_url"]:
    """The ticket of a response address, or why it is good no more."""
    row = _find(desk, name, "response")
    if row is None or desk.clock() - row["made"] > desk.timing.response_url:
        return "expired_url"
    if row["used"] >= RESPONSES:
        return "used_url"
    _count(desk, name)
    return row


def _keep(desk: Desk, name: str, kind: str, user: str, about: tuple[str, str, str]) -> None:
    desk.storage.db.execute(
        "INSERT INTO slack_tickets (id, kind, user, channel, ts, view, made)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name, kind, user, *about, desk.clock()),
    )


def _find(desk: Desk, name: str, kind: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_tickets WHERE id = ? AND kind = ?", (name, kind)
    ).fetchone()
    return row


def _count(desk: Desk, name: str) -> None:
    desk.storage.db.execute("UPDATE slack_tickets SET used = used + 1 WHERE id = ?", (name,))
