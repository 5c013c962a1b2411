"""`conversations.*`: what channels there are, who is in them, and what was said."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages, workspace
from bot.rehearsal.slack.desk import BOT_USER, Desk
from bot.rehearsal.slack.web_api import chat
from bot.rehearsal.slack.web_api.asking import Refused, flag, needed, page

MOST = 999


def info(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """One channel."""
    channel = _by_id(desk, args)
    told = workspace.shown_channel(desk, channel)
    if flag(args, "include_num_members"):
        told["num_members"] = len(workspace.members(desk, channel["id"]))
    return {"channel": told}


def list_channels(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """The channels that the app may know of."""
    kinds = str(args.get("types") or "public_channel").replace(" ", "").split(",")
    rows = [
        row
        for row in desk.storage.db.execute("SELECT * FROM slack_channels ORDER BY created, id")
        if row["kind"] in kinds
        and (row["kind"] == "public_channel" or workspace.is_member(desk, row["id"], BOT_USER))
        and not (flag(args, "exclude_archived") and row["is_archived"])
    ]
    shown, cursor = page(args, rows, 1000)
    channels = [workspace.shown_channel(desk, row) for row in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def members(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Who is in a channel."""
    channel = _by_id(desk, args)
    rows = desk.storage.db.execute(
        "SELECT user FROM slack_members WHERE channel = ? ORDER BY user", (channel["id"],)
    ).fetchall()
    shown, cursor = page(args, rows, MOST)
    return {
        "members": [row["user"] for row in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def history(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """What a channel shows, newest first."""
    channel = _readable(desk, args)
    rows = _between(args, messages.top_level(desk, channel["id"]))
    rows.reverse()
    return _page_of(desk, args, rows)


def replies(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """A thread, oldest first, beginning with its root."""
    channel = _readable(desk, args)
    root = messages.find(desk, channel["id"], needed(args, "ts"))
    if root is None or root["visible_to"]:
        raise Refused("thread_not_found")
    rows = messages.thread(desk, channel["id"], root["thread_ts"] or root["ts"])
    return _page_of(desk, args, rows[:1] + _between(args, rows[1:]))


def _page_of(desk: Desk, args: Mapping[str, Any], rows: list[sqlite3.Row]) -> dict[str, Any]:
    shown, cursor = page(args, rows, MOST)
    asked = flag(args, "include_all_metadata")
    told: dict[str, Any] = {
        "messages": [messages.shown(desk, row, with_metadata=asked) for row in shown],
        "has_more": bool(cursor),
    }
    return told | {"response_metadata": {"next_cursor": cursor}} if cursor else told


def _between(args: Mapping[str, Any], rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    oldest, latest = _moment(args.get("oldest")), _moment(args.get("latest"))
    inclusive = flag(args, "inclusive")
    return [
        row
        for row in rows
        if (not oldest or row["ts"] > oldest or (inclusive and row["ts"] == oldest))
        and (not latest or row["ts"] < latest or (inclusive and row["ts"] == latest))
    ]


def _moment(value: object) -> str:
    """A timestamp in the form of messages' own, so that texts compare as moments do."""
    try:
        seconds, _, part = str(value or "0").partition(".")
        whole = int(seconds)
    except ValueError:
        raise Refused("invalid_ts_oldest") from None
    return f"{whole:010d}.{part:0<6.6}" if whole or part.strip("0") else ""


def _by_id(desk: Desk, args: Mapping[str, Any]) -> sqlite3.Row:
    """The channel; these methods, unlike posting, want its id and take no name."""
    name = needed(args, "channel")
    channel = chat.find(desk, name)
    if channel["id"] != name:
        raise Refused("channel_not_found")
    return channel


def _readable(desk: Desk, args: Mapping[str, Any]) -> sqlite3.Row:
    channel = _by_id(desk, args)
    if not workspace.is_member(desk, channel["id"], BOT_USER):
        raise Refused("not_in_channel")
    needs = "channels:history" if channel["kind"] == "public_channel" else "groups:history"
    if channel["kind"] != "im" and needs not in desk.app.scopes:
        raise Refused("missing_scope", needed=needs, provided=",".join(desk.app.scopes))
    return channel
