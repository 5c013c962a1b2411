"""What the app is told: the payloads of commands, clicks, dialogs, shortcuts and events."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages, tickets, view_rows
from bot.rehearsal.slack.desk import APP, BOT_USER, TEAM, TEAM_DOMAIN, Desk, identifier


def slash_command(
    desk: Desk, user: sqlite3.Row, channel: sqlite3.Row, command: str, text: str
) -> dict[str, Any]:
    """A typed command; it comes as a flat form."""
    return {
        "token": desk.secrets.verification_token, "team_id": user["team"],
        "team_domain": TEAM_DOMAIN, "channel_id": channel["id"], "channel_name": _name(channel),
        "user_id": user["id"], "user_name": user["name"], "command": command, "text": text,
        "api_app_id": APP, "is_enterprise_install": "false",
        "response_url": tickets.new_response_url(desk, user["id"], channel["id"]),
        "trigger_id": tickets.new_trigger(desk, user["id"]),
    }  # fmt: skip


def click_on_message(
    desk: Desk, user: sqlite3.Row, channel: sqlite3.Row, row: sqlite3.Row, action: dict[str, Any]
) -> dict[str, Any]:
    """An element of a message was used; of an ephemeral one the app is not told the content."""
    ephemeral = bool(row["visible_to"])
    container = {
        "type": "message", "message_ts": row["ts"], "channel_id": channel["id"],
        "is_ephemeral": ephemeral,
    }  # fmt: skip
    if row["thread_ts"]:
        container["thread_ts"] = row["thread_ts"]
    told = _interaction(desk, user, "block_actions") | {
        "container": container,
        "channel": {"id": channel["id"], "name": _name(channel)},
        "actions": [action],
        "state": {"values": {}},
        "trigger_id": tickets.new_trigger(desk, user["id"]),
        "response_url": tickets.new_response_url(desk, user["id"], channel["id"], row["ts"]),
    }
    return told if ephemeral else told | {"message": messages.shown(desk, row)}


def click_on_view(
    desk: Desk, user: sqlite3.Row, view: sqlite3.Row, action: dict[str, Any]
) -> dict[str, Any]:
    """An element of a dialog or of the home tab was used; there is no address to respond to."""
    shown = view_rows.shown(view)
    return _interaction(desk, user, "block_actions") | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": shown,
        "actions": [action],
        "state": shown["state"],
        "trigger_id": tickets.new_trigger(desk, user["id"], view["id"]),
    }


def view_submission(desk: Desk, user: sqlite3.Row, view: sqlite3.Row) -> dict[str, Any]:
    """A dialog was submitted."""
    return _interaction(desk, user, "view_submission") | {
        "view": view_rows.shown(view),
        "trigger_id": tickets.new_trigger(desk, user["id"], view["id"]),
        "response_urls": [],
    }


def view_closed(
    desk: Desk, user: sqlite3.Row, view: sqlite3.Row, *, is_cleared: bool
) -> dict[str, Any]:
    """A dialog was closed without being submitted."""
    told = _interaction(desk, user, "view_closed")
    return told | {"view": view_rows.shown(view), "is_cleared": is_cleared}


def global_shortcut(desk: Desk, user: sqlite3.Row, callback_id: str) -> dict[str, Any]:
    """A shortcut was chosen that belongs to no message."""
    told = _interaction(desk, user, "shortcut")
    told["user"] = {"id": user["id"], "username": user["name"], "team_id": user["team"]}
    del told["api_app_id"]
    return told | {
        "callback_id": callback_id,
        "action_ts": f"{desk.clock():.6f}",
        "trigger_id": tickets.new_trigger(desk, user["id"]),
    }


def message_shortcut(
    desk: Desk, user: sqlite3.Row, channel: sqlite3.Row, row: sqlite3.Row, callback_id: str
) -> dict[str, Any]:
    """A shortcut was chosen from the menu of a message."""
    told = _interaction(desk, user, "message_action")
    del told["api_app_id"]
    return told | {
        "callback_id": callback_id,
        "action_ts": f"{desk.clock():.6f}",
        "message_ts": row["ts"],
        "message": messages.shown(desk, row),
        "channel": {"id": channel["id"], "name": _name(channel)},
        "trigger_id": tickets.new_trigger(desk, user["id"]),
        "response_url": tickets.new_response_url(desk, user["id"], channel["id"], row["ts"]),
    }


def event(desk: Desk, content: Mapping[str, Any], *, is_shared: bool = False) -> dict[str, Any]:
    """Something happened of which the app wants to hear."""
    authorization = {
        "enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True,
        "is_enterprise_install": False,
    }  # fmt: skip
    return {
        "token": desk.secrets.verification_token, "team_id": TEAM, "api_app_id": APP,
        "event": dict(content), "type": "event_callback", "event_id": identifier("Ev"),
        "event_time": int(desk.clock()), "authorizations": [authorization],
        "is_ext_shared_channel": is_shared, "event_context": identifier("4-"),
    }  # fmt: skip


def app_mention(row: sqlite3.Row, user: sqlite3.Row, text: str) -> dict[str, Any]:
    """Somebody wrote to the app in a channel."""
    told = {
        "type": "app_mention", "user": user["id"], "text": text, "ts": row["ts"],
        "channel": row["channel"], "event_ts": row["ts"], "team": user["team"],
    }  # fmt: skip
    return told | {"thread_ts": row["thread_ts"]} if row["thread_ts"] else told


def app_home_opened(desk: Desk, user: sqlite3.Row, channel: str) -> dict[str, Any]:
    """Somebody opened the app's home tab."""
    told = {
        "type": "app_home_opened", "user": user["id"], "channel": channel, "tab": "home",
        "event_ts": f"{desk.clock():.6f}",
    }  # fmt: skip
    row = view_rows.home(desk, user["id"])
    return told | {"view": view_rows.shown(row)} if row else told


def _interaction(desk: Desk, user: sqlite3.Row, kind: str) -> dict[str, Any]:
    """What every interaction tells; the user's own team may differ from the app's."""
    return {
        "type": kind, "token": desk.secrets.verification_token, "api_app_id": APP,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN}, "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user["id"], "username": user["name"], "name": user["name"],
            "team_id": user["team"],
        },
    }  # fmt: skip


def _name(channel: sqlite3.Row) -> str:
    special = {"im": "directmessage", "private_channel": "privategroup"}
    return special.get(channel["kind"]) or str(channel["name"])
