"""Requests: who sent a payload of Slack, and from where; of each kind its own form."""

from typing import Any

from bot.adapters.chat.slack.hearing.accounts import Source

Json = dict[str, Any]


def of_command(body: Json) -> Source:
    """The sender of a slash command."""
    channel = str(body.get("channel_id", ""))
    return Source(
        team=str(body.get("team_id", "")),
        user=str(body.get("user_id", "")),
        delivery=str(body.get("trigger_id", "")),
        channel=channel,
        is_direct=_is_direct(channel) or body.get("channel_name") == "directmessage",
    )


def of_interaction(body: Json) -> Source:
    """The sender of a click, a shortcut or a filled-in dialog."""
    user, team = body.get("user") or {}, body.get("team") or {}
    channel = str((body.get("channel") or {}).get("id", ""))
    message = body.get("message") or {}
    return Source(
        team=str(user.get("team_id") or team.get("id", "")),
        user=str(user.get("id", "")),
        delivery=str(body.get("trigger_id") or (body.get("view") or {}).get("hash", "")),
        channel=channel,
        thread=str(message.get("thread_ts", "")),
        is_direct=_is_direct(channel),
    )


def of_event(body: Json) -> Source:
    """The author of a message that mentions the bot, or whoever opened its tab."""
    event = body.get("event") or {}
    channel = str(event.get("channel", ""))
    is_bot = bool(event.get("bot_id")) or event.get("subtype") == "bot_message"
    return Source(
        team=str(event.get("user_team") or event.get("team") or body.get("team_id", "")),
        user="" if is_bot else str(event.get("user", "")),
        delivery=str(body.get("event_id", "")),
        channel=channel,
        thread=str(event.get("thread_ts", "")),
        is_direct=_is_direct(channel),
    )


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")
