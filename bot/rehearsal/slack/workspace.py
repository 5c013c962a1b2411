"""The workspace: who is in it, its channels, and who is a member of which."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.rehearsal.slack.desk import APP, BOT, BOT_USER, TEAM, Desk, identifier

FOREIGN_TEAM = "T0FOREIGN1"
GENERAL = "general"
FLAGS = ("is_bot", "is_admin", "is_restricted", "is_ultra_restricted", "deleted")
KINDS = {"public_channel": "C", "private_channel": "G", "im": "D"}


def furnish(desk: Desk) -> None:
    """The app's bot user and a first channel, where they are not there yet."""
    desk.storage.db.execute(
        "INSERT OR IGNORE INTO slack_users VALUES (?, ?, ?, '', 1, 0, 0, 0, 0, ?)",
        (BOT_USER, TEAM, desk.app.name, int(desk.clock())),
    )
    if find_channel(desk, GENERAL) is None:
        add_channel(desk, GENERAL)


def add_person(desk: Desk, name: str, *flags: str, team: str = TEAM) -> str:
    """Let a person join, and return the id; `flags` are of `FLAGS`."""
    user = identifier("U", team, name)
    email = f"{name}@{'example.org' if team == TEAM else 'foreign.example'}"
    desk.storage.db.execute(
        "INSERT OR IGNORE INTO slack_users (id, team, name, email, updated) VALUES (?, ?, ?, ?, ?)",
        (user, team, name, email, int(desk.clock())),
    )
    set_flags(desk, user, *flags)
    return user


def set_flags(desk: Desk, user: str, *flags: str) -> None:
    """Say what a person is: a guest, an admin, deactivated; flags that are not named are off."""
    if not set(flags) <= set(FLAGS):
        raise ValueError(f"{', '.join(flags)} are not all of {', '.join(FLAGS)}")
    desk.storage.db.execute(
        "UPDATE slack_users SET is_bot = ?, is_admin = ?, is_restricted = ?,"
        " is_ultra_restricted = ?, deleted = ? WHERE id = ?",
        (*(flag in flags for flag in FLAGS), user),
    )


def add_channel(
    desk: Desk,
    name: str,
    members: Sequence[str] = (),
    *,
    kind: str = "public_channel",
    is_ext_shared: bool = False,
) -> str:
    """Make a channel with these members and return its id."""
    channel = identifier(KINDS[kind], name)
    desk.storage.db.execute(
        "INSERT OR IGNORE INTO slack_channels VALUES (?, ?, ?, 0, ?, ?)",
        (channel, name, kind, is_ext_shared, int(desk.clock())),
    )
    for member in members:
        join(desk, channel, member)
    return channel


def direct_channel(desk: Desk, user: str) -> str:
    """The channel in which this person and the app speak alone."""
    return add_channel(desk, f"dm-{user}", (user, BOT_USER), kind="im")


def join(desk: Desk, channel: str, user: str) -> None:
    """Make somebody a member."""
    desk.storage.db.execute("INSERT OR IGNORE INTO slack_members VALUES (?, ?)", (channel, user))


def leave(desk: Desk, channel: str, user: str) -> None:
    """Take a membership away: they left, or were kicked out."""
    desk.storage.db.execute(
        "DELETE FROM slack_members WHERE channel = ? AND user = ?", (channel, user)
    )


def archive(desk: Desk, channel: str, *, is_archived: bool = True) -> None:
    """Archive a channel, or take it out of the archive again."""
    desk.storage.db.execute(
        "UPDATE slack_channels SET is_archived = ? WHERE id = ?", (is_archived, channel)
    )


def is_member(desk: Desk, channel: str, user: str) -> bool:
    """Whether somebody is in a channel."""
    found = desk.storage.db.execute(
        "SELECT 1 FROM slack_members WHERE channel = ? AND user = ?", (channel, user)
    )
    return found.fetchone() is not None


def members(desk: Desk, channel: str) -> list[str]:
    """The ids of a channel's members."""
    rows = desk.storage.db.execute(
        "SELECT user FROM slack_members WHERE channel = ? ORDER BY user", (channel,)
    )
    return [row["user"] for row in rows]


def find_channel(desk: Desk, name: str) -> sqlite3.Row | None:
    """The channel with this id, or with this name with or without `#`."""
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_channels WHERE id = ? OR name = ?", (name, name.removeprefix("#"))
    ).fetchone()
    return row


def find_user(desk: Desk, name: str) -> sqlite3.Row | None:
    """The person with this id, or with this name."""
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_users WHERE id = ? OR name = ? ORDER BY team != ?", (name, name, TEAM)
    ).fetchone()
    return row


def shown_user(row: sqlite3.Row, *, with_email: bool) -> dict[str, Any]:
    """A person as `users.info` tells."""
    profile = {
        "title": "", "phone": "", "skype": "", "real_name": row["name"].title(),
        "real_name_normalized": row["name"].title(), "display_name": row["name"],
        "display_name_normalized": row["name"], "status_text": "", "status_emoji": "",
        "team": row["team"],
    }  # fmt: skip
    if with_email and row["email"]:
        profile["email"] = row["email"]
    if row["is_bot"]:
        profile |= {"api_app_id": APP, "bot_id": BOT}
    user = {
        "id": row["id"], "team_id": row["team"], "name": row["name"], "deleted": False,
        "real_name": row["name"].title(), "tz": "Etc/UTC", "tz_label": "UTC", "tz_offset": 0,
        "profile": profile, "is_owner": False, "is_primary_owner": False, "is_app_user": False,
        "updated": row["updated"],
    }  # fmt: skip
    user |= {flag: bool(row[flag]) for flag in FLAGS}
    return user | {"is_stranger": True} if row["team"] != TEAM else user


def shown_channel(desk: Desk, row: sqlite3.Row) -> dict[str, Any]:
    """A channel as `conversations.info` tells."""
    shared, is_public = bool(row["is_ext_shared"]), row["kind"] == "public_channel"
    return {
        "id": row["id"], "name": row["name"], "name_normalized": row["name"],
        "is_channel": is_public, "is_group": row["kind"] == "private_channel",
        "is_im": row["kind"] == "im", "is_mpim": False, "is_private": not is_public,
        "created": row["created"], "updated": row["created"] * 1000, "creator": BOT_USER,
        "is_archived": bool(row["is_archived"]), "is_general": row["name"] == GENERAL,
        "unlinked": 0,
        "is_shared": shared, "is_org_shared": False, "is_ext_shared": shared,
        "is_pending_ext_shared": False, "pending_shared": [], "pending_connected_team_ids": [],
        "shared_team_ids": [TEAM, FOREIGN_TEAM] if shared else [TEAM], "context_team_id": TEAM,
        "parent_conversation": None, "is_member": is_member(desk, row["id"], BOT_USER),
        "topic": {"value": "", "creator": "", "last_set": 0}, "previous_names": [],
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }  # fmt: skip
