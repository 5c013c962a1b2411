"""Announcements: posts in a channel, found by their mark and corrected in place."""

import datetime as dt
from typing import Any

from bot import ports
from bot.adapters.chat.slack import marks
from bot.adapters.chat.slack.rendering import blocks, elements, posts
from bot.adapters.chat.slack.web_api import Refusal, WebApi

Json = dict[str, Any]

ROOM = 12_500  # characters of all blocks; Slack refuses near 13,200
SILENT = {"unfurl_links": False, "unfurl_media": False}
_CLOSED = ("edit_window_closed", "cant_update_message")


class Announcements:
    """Implements `ports.Chat`."""

    def __init__(self, api: WebApi) -> None:
        """Post as this app."""
        self._api = api

    async def find(self, channel: str, key: str) -> ports.Post | None:
        """Look through the channel's history, and below our post for a correction."""
        found = await marks.find(self._api, channel, marks.ANNOUNCEMENT, key)
        if found is None:
            return None
        known = marks.payload(found, marks.ANNOUNCEMENT)
        if found.get("reply_count"):
            async for reply in marks.replies(self._api, channel, found["ts"], marks.CORRECTION):
                known = known | marks.payload(reply, marks.CORRECTION)
        return await self._post(channel, key, found, str(known.get("digest", "")))

    async def post(self, channel: str, key: str, text: str, rest: str = "") -> ports.Post:
        """Post it once; `errors.Unknown` means that it may be there."""
        said = announcement(marks.ANNOUNCEMENT, key, text, rest)
        answer = await self._api.act("chat_postMessage", channel=channel, **SILENT, **said)
        message = {"ts": answer["ts"], "text": said["text"]}
        return await self._post(channel, key, message, ports.text_digest(text))

    async def edit(self, post: ports.Post, text: str, rest: str = "") -> ports.Post:
        """Change it in place; where the workspace does not let us any more, correct it below."""
        said = announcement(marks.ANNOUNCEMENT, post.key, text, rest)
        try:
            await self._api.act("chat_update", channel=post.channel, ts=post.id, **said)
        except Refusal as refusal:
            if refusal.error not in _CLOSED:
                raise
            await self._api.act(
                "chat_postMessage",
                channel=post.channel,
                thread_ts=post.id,
                **SILENT,
                **announcement(marks.CORRECTION, post.key, text, rest),
            )
        message = {"ts": post.id, "text": said["text"]}
        return await self._post(post.channel, post.key, message, ports.text_digest(text))

    async def _post(self, channel: str, key: str, message: Json, digest: str) -> ports.Post:
        number = str(message["ts"])
        moment = dt.datetime.fromtimestamp(float(number), dt.UTC)
        return ports.Post(
            id=number,
            channel=channel,
            key=key,
            text=str(message.get("text", "")),
            url=(await self._api.identity()).link(channel, number),
            time=moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            digest=digest,
        )


def announcement(kind: str, key: str, text: str, rest: str = "") -> Json:
    """A text as a message with its mark; what is cut ends with `rest`."""
    lines = text.strip().split("\n")
    return {
        "text": elements.notification(lines[0].lstrip("# "), 300),
        "blocks": blocks.within(posts.blocks_of(text), room=ROOM, full=rest or blocks.FULL),
        "metadata": marks.mark(kind, key=key, digest=ports.text_digest(text)),
    }
