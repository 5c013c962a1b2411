"""Messages: written, changed, removed, and shown as Slack shows them."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal import journal
from bot.rehearsal.slack.desk import APP, BOT, BOT_USER, TEAM, Desk

KEPT = ("text", "blocks", "attachments")


def write(
    desk: Desk,
    channel: str,
    user: str,
    content: Mapping[str, Any],
    *,
    thread_ts: str = "",
    visible_to: str = "",
) -> str:
    """Add a message and return its timestamp; `visible_to` makes it ephemeral."""
    kept = {name: content[name] for name in KEPT if content.get(name)} | {"text": _text(content)}
    if kept.get("blocks"):
        kept["blocks"] = with_ids(kept["blocks"])
    if content.get("subtype"):
        kept["subtype"] = content["subtype"]
    metadata = json.dumps(content["metadata"]) if content.get("metadata") else ""
    with desk.storage.transaction() as db:
        ts = _next_ts(db, desk.clock())
        db.execute(
            "INSERT INTO slack_messages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (channel, ts, thread_ts, user, visible_to, json.dumps(kept), metadata),
        )
        if user == BOT_USER:
            kind = "slack_ephemeral" if visible_to else "slack_post"
            journal.record(db, kind, channel, ts, journal.text_digest(json.dumps(kept), metadata))
    return ts


def change(desk: Desk, row: sqlite3.Row, content: Mapping[str, Any]) -> None:
    """Edit a message: a text alone drops the blocks; metadata stays unless others are given."""
    kept = json.loads(row["content"])
    if "blocks" in content or "text" in content:
        kept.pop("blocks", None)
    kept |= {name: content[name] for name in KEPT if content.get(name) is not None}
    if kept.get("blocks"):
        kept["blocks"] = with_ids(kept["blocks"])
    else:
        kept["edited"] = {"user": row["user"], "ts": f"{desk.clock():.6f}"}
    metadata = json.dumps(content["metadata"]) if content.get("metadata") else row["metadata"]
    with desk.storage.transaction() as db:
        db.execute(
            "UPDATE slack_messages SET content = ?, metadata = ? WHERE channel = ? AND ts = ?",
            (json.dumps(kept), metadata, row["channel"], row["ts"]),
        )
        digest = journal.text_digest(json.dumps(kept), metadata)
        journal.record(db, "slack_update", row["channel"], row["ts"], digest)


def remove(desk: Desk, row: sqlite3.Row) -> None:
    """Take a message away for everybody."""
    with desk.storage.transaction() as db:
        db.execute(
            "DELETE FROM slack_messages WHERE channel = ? AND ts = ?", (row["channel"], row["ts"])
        )
        journal.record(db, "slack_delete", row["channel"], row["ts"], "")


def find(desk: Desk, channel: str, ts: str) -> sqlite3.Row | None:
    """The message with this timestamp."""
    row: sqlite3.Row | None = desk.storage.db.execute(
        "SELECT * FROM slack_messages WHERE channel = ? AND ts = ?", (channel, ts)
    ).fetchone()
    return row


def thread(desk: Desk, channel: str, ts: str) -> list[sqlite3.Row]:
    """A message and the replies to it that everybody sees, oldest first."""
    return desk.storage.db.execute(
        "SELECT * FROM slack_messages WHERE channel = ? AND (ts = ? OR thread_ts = ?)"
        " AND visible_to = '' ORDER BY ts",
        (channel, ts, ts),
    ).fetchall()


def top_level(desk: Desk, channel: str) -> list[sqlite3.Row]:
    """What a channel itself shows to everybody, oldest first."""
    return desk.storage.db.execute(
        "SELECT * FROM slack_messages WHERE channel = ? AND visible_to = ''"
        " AND (thread_ts = '' OR json_extract(content, '$.subtype') = 'thread_broadcast')"
        " ORDER BY ts",
        (channel,),
    ).fetchall()


def shown(desk: Desk, row: sqlite3.Row, *, with_metadata: bool = False) -> dict[str, Any]:
    """A message as histories and payloads tell it; metadata only where somebody asked for it."""
    message = {"type": "message", "user": row["user"], "ts": row["ts"], "team": TEAM}
    message |= json.loads(row["content"])
    if row["user"] == BOT_USER:
        message |= {"bot_id": BOT, "app_id": APP, "bot_profile": _bot_profile(desk)}
    replies = [] if row["thread_ts"] else thread(desk, row["channel"], row["ts"])[1:]
    if row["thread_ts"]:
        message["thread_ts"] = row["thread_ts"]
    elif replies:
        users = sorted({reply["user"] for reply in replies})
        message |= {"thread_ts": row["ts"], "reply_count": len(replies), "reply_users": users}
        message |= {"reply_users_count": len(users), "latest_reply": replies[-1]["ts"]}
    if with_metadata and row["metadata"]:
        message["metadata"] = json.loads(row["metadata"])
    return message


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, each with an id; Slack makes up those that are missing."""
    return [
        {**block, "block_id": block.get("block_id") or secrets.token_hex(3)} for block in blocks
    ]


def _text(content: Mapping[str, Any]) -> str:
    return str(content.get("text") or content.get("markdown_text") or "")


def _bot_profile(desk: Desk) -> dict[str, Any]:
    return {
        "id": BOT, "deleted": False, "name": desk.app.name, "updated": 0, "app_id": APP,
        "icons": {"image_36": "", "image_48": "", "image_72": ""}, "team_id": TEAM,
    }  # fmt: skip


def _next_ts(db: sqlite3.Connection, now: float) -> str:
    """A timestamp later than every other one: it is a message's name in its channel."""
    latest = db.execute("SELECT MAX(ts) FROM slack_messages").fetchone()[0]
    micros = int(now * 1_000_000)
    if latest:
        seconds, _, part = latest.partition(".")
        micros = max(micros, int(seconds) * 1_000_000 + int(part) + 1)
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
