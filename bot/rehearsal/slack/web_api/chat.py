"""`chat.*`: posting, editing and removing messages."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.slack import messages, workspace
from bot.rehearsal.slack.desk import BOT_USER, TEAM_DOMAIN, Desk
from bot.rehearsal.slack.web_api import block_rules
from bot.rehearsal.slack.web_api.asking import Refused, flag, needed

POSTED_TEXT, EDITED_TEXT = 40_000, 4_000
TRUNCATED = {
    "messages": ["[WARN] Your message was truncated but still posted."],
    "warnings": ["message_truncated"],
}


def post_message(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Post a message; a second call posts a second one."""
    channel = writable(desk, needed(args, "channel"))
    content, more = checked(args)
    thread_ts = str(args.get("thread_ts") or "")
    if thread_ts:
        thread_ts = _root(desk, channel["id"], thread_ts)
        if flag(args, "reply_broadcast"):
            content["subtype"] = "thread_broadcast"
    ts = messages.write(desk, channel["id"], BOT_USER, content, thread_ts=thread_ts)
    row = messages.find(desk, channel["id"], ts)
    message = messages.shown(desk, _there(row), with_metadata=True)
    return {"channel": channel["id"], "ts": ts, "message": message} | more


def update(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Edit one of the app's own messages in place."""
    channel = find(desk, needed(args, "channel"))
    row = messages.find(desk, channel["id"], needed(args, "ts"))
    if row is None:
        raise Refused("message_not_found")
    if row["user"] != BOT_USER or row["visible_to"]:
        raise Refused("cant_update_message")
    if channel["is_archived"]:
        raise Refused("is_inactive")
    if len(str(args.get("text") or "")) > EDITED_TEXT:
        raise Refused("msg_too_long")
    content, more = checked(args)
    messages.change(desk, row, content)
    changed = messages.shown(desk, _there(messages.find(desk, channel["id"], row["ts"])))
    told = {"channel": channel["id"], "ts": row["ts"], "text": changed["text"], "message": changed}
    return told | more


def delete(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Remove one of the app's own messages."""
    channel = find(desk, needed(args, "channel"))
    row = messages.find(desk, channel["id"], needed(args, "ts"))
    if row is None:
        raise Refused("message_not_found")
    if row["user"] != BOT_USER:
        raise Refused("cant_delete_message")
    messages.remove(desk, row)
    return {"channel": channel["id"], "ts": row["ts"]}


def post_ephemeral(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Show a message to one member; it cannot be found or edited afterwards."""
    channel = writable(desk, needed(args, "channel"))
    user = needed(args, "user")
    if not workspace.is_member(desk, channel["id"], user):
        raise Refused("user_not_in_channel")
    content, _ = checked(args)
    thread_ts = str(args.get("thread_ts") or "")
    ts = messages.write(
        desk, channel["id"], BOT_USER, content, thread_ts=thread_ts, visible_to=user
    )
    return {"message_ts": ts}


def get_permalink(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """Where a person finds a message."""
    channel, ts = find(desk, needed(args, "channel")), needed(args, "message_ts")
    if messages.find(desk, channel["id"], ts) is None:
        raise Refused("message_not_found")
    place = f"https://{TEAM_DOMAIN}.slack.com/archives/{channel['id']}/p{ts.replace('.', '')}"
    return {"channel": channel["id"], "permalink": place}


def find(desk: Desk, name: str) -> sqlite3.Row:
    """The channel of that id or name, where the app may know of it."""
    row = workspace.find_channel(desk, name)
    user = workspace.find_user(desk, name)
    if row is None and user is not None and user["id"] == name:
        row = workspace.find_channel(desk, workspace.direct_channel(desk, name))
    if row is None or (row["kind"] != "public_channel" and not _is_in(desk, row)):
        raise Refused("channel_not_found")
    return row


def checked(args: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A message's content by Slack's rules, and what the answer warns of."""
    content = {
        name: args[name] for name in (*messages.KEPT, "metadata", "markdown_text") if name in args
    }
    if "markdown_text" in content and ("text" in content or "blocks" in content):
        raise Refused("markdown_text_conflict")
    if not any(content.get(name) for name in (*messages.KEPT, "markdown_text")):
        raise Refused("no_text")
    if content.get("blocks"):
        block_rules.check_message(content["blocks"])
    _check_metadata(content.get("metadata"))
    if len(str(content.get("text") or "")) <= POSTED_TEXT:
        return content, {}
    content["text"] = str(content["text"])[:POSTED_TEXT]
    return content, {"warning": "message_truncated", "response_metadata": TRUNCATED}


def _check_metadata(metadata: object) -> None:
    if not metadata:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")


def writable(desk: Desk, name: str) -> sqlite3.Row:
    """The channel of that id or name, where the app may write."""
    channel = find(desk, name)
    if channel["is_archived"]:
        raise Refused("is_archived")
    if not _is_in(desk, channel) and "chat:write.public" not in desk.app.scopes:
        raise Refused("not_in_channel")
    return channel


def _is_in(desk: Desk, channel: sqlite3.Row) -> bool:
    return workspace.is_member(desk, channel["id"], BOT_USER)


def _root(desk: Desk, channel: str, ts: str) -> str:
    """The message that a thread hangs on; Slack takes a reply's timestamp for its thread's."""
    row = messages.find(desk, channel, ts)
    if row is None:
        raise Refused("thread_not_found")
    return str(row["thread_ts"] or row["ts"])


def _there(row: sqlite3.Row | None) -> sqlite3.Row:
    if row is None:
        raise Refused("message_not_found")
    return row
