"""Views: each person's stack of dialogs, and their home tab."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import journal
from bot.rehearsal.slack import messages, view_state
from bot.rehearsal.slack.desk import APP, BOT, TEAM, Desk, identifier


def open_dialog(desk: Desk, user: str, view: Mapping[str, Any]) -> sqlite3.Row:
    """Show a dialog, in place of those that were open."""
    close_all(desk, user)
    return push(desk, user, view)


def push(desk: Desk, user: str, view: Mapping[str, Any]) -> sqlite3.Row:
    """Show a dialog on top of the open ones."""
    under = stack(desk, user)
    previous = under[-1]["id"] if under else ""
    return _insert(desk, user, "modal", view, previous)


def publish(desk: Desk, user: str, view: Mapping[str, Any]) -> sqlite3.Row:
    """Show this in the person's home tab."""
    row = home(desk, user)
    return replace(desk, row, view) if row else _insert(desk, user, "home", view, "")


def replace(desk: Desk, row: sqlite3.Row, view: Mapping[str, Any]) -> sqlite3.Row:
    """Show other content in the same view; fields that are still there keep what is in them."""
    content = _with_ids(view)
    state = view_state.first(content["blocks"], json.loads(row["state"]))
    with desk.storage.transaction() as db:
        db.execute(
            "UPDATE slack_views SET content = ?, state = ?, hash = ? WHERE id = ?",
            (json.dumps(content), json.dumps(state), _hash(desk), row["id"]),
        )
        _journal(db, f"slack_{row['kind']}_update", row["user"], row["id"], content)
    return must_find(desk, row["id"])


def set_state(desk: Desk, row: sqlite3.Row, state: view_state.State) -> None:
    """Keep what a person has put in the fields."""
    desk.storage.db.execute(
        "UPDATE slack_views SET state = ? WHERE id = ?", (json.dumps(state), row["id"])
    )


def close_top(desk: Desk, user: str) -> None:
    """Close the uppermost dialog."""
    for row in stack(desk, user)[-1:]:
        desk.storage.db.execute("DELETE FROM slack_views WHERE id = ?", (row["id"],))


def close_all(desk: Desk, user: str) -> None:
    """Close every dialog of a person."""
    desk.storage.db.execute("DELETE FROM slack_views WHERE user = ? AND kind = 'modal'", (user,))


def stack(desk: Desk, user: str) -> list[sqlite3.Row]:
    """A person's open dialogs; the last one is on top."""
    return desk.storage.db.execute(
        "SELECT * FROM slack_views WHERE user = ? AND kind = 'modal' ORDER BY position", (user,)
    ).fetchall()


def home(desk: Desk, user: str) -> sqlite3.Row | None:
    """A person's home tab, once the app has published one."""
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_views WHERE user = ? AND kind = 'home'", (user,)
    ).fetchone()
    return row


def find(desk: Desk, view: str, external_id: str = "") -> sqlite3.Row | None:
    """The view with this id, or with the app's own name for it."""
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_views WHERE id = ?"
        " OR (? != '' AND json_extract(content, '$.external_id') = ?)",
        (view, external_id, external_id),
    ).fetchone()
    return row


def must_find(desk: Desk, view: str) -> sqlite3.Row:
    """The view with this id, which is there."""
    row = find(desk, view)
    if row is None:
        raise LookupError(f"There is no view {view}.")
    return row


def shown(row: sqlite3.Row) -> dict[str, Any]:
    """A view as answers and payloads tell it."""
    view = json.loads(row["content"])
    return {
        "id": row["id"], "team_id": TEAM, "type": view["type"], "blocks": view["blocks"],
        "private_metadata": view.get("private_metadata") or "",
        "callback_id": view.get("callback_id") or "", "hash": row["hash"],
        "state": {"values": json.loads(row["state"])},
        "title": view.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(view.get("clear_on_close")),
        "notify_on_close": bool(view.get("notify_on_close")),
        "close": view.get("close"), "submit": view.get("submit"),
        "previous_view_id": row["previous"] or None, "root_view_id": row["root"],
        "app_id": APP, "external_id": view.get("external_id") or "",
        "app_installed_team_id": TEAM, "bot_id": BOT,
    }  # fmt: skip


def _insert(
    desk: Desk, user: str, kind: str, view: Mapping[str, Any], previous: str
) -> sqlite3.Row:
    name, content = identifier("V"), _with_ids(view)
    under = find(desk, previous)
    root, position = (under["root"], under["position"] + 1) if under else (name, 1)
    state = json.dumps(view_state.first(content["blocks"]))
    with desk.storage.transaction() as db:
        db.execute(
            "INSERT INTO slack_views VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (name, user, kind, json.dumps(content), state, _hash(desk), previous, root, position),
        )
        _journal(db, f"slack_{kind}", user, name, content)
    return must_find(desk, name)


def _journal(db: sqlite3.Connection, kind: str, user: str, view: str, content: object) -> None:
    journal.record(db, kind, user, view, journal.text_digest(json.dumps(content)))


def _with_ids(view: Mapping[str, Any]) -> dict[str, Any]:
    return {**view, "blocks": messages.with_ids(view["blocks"])}


def _hash(desk: Desk) -> str:
    return f"{int(desk.clock())}.{secrets.token_hex(4)}"
