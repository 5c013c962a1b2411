"""Announcements: posts in a channel, found by their mark, corrected in place, published once."""

import datetime as dt
from typing import Any

import discord
from discord.http import handle_message_parameters

from bot import errors, ports
from bot.adapters.chat.discord import marks, rest
from bot.adapters.chat.discord.rendering import blocks, layout, markdown
from bot.adapters.chat.discord.rendering import text as shown
from bot.adapters.chat.discord.rendering.layout import View
from bot.adapters.chat.discord.rest import Refusal, RestApi
from bot.adapters.chat.live.pace import TooFast

Json = dict[str, Any]

MENTION = 700_003  # the id of the line that mentions a role
NEWS = 5  # the kind of channel that others follow
PUBLISHED = 1 << 0
PUBLISH_SECONDS = 20.0  # the limit of publications is by the hour; nobody waits that long here
FOOT = 120  # characters of the last line
REST = "… the rest is in the full release notes."
NOBODY = discord.AllowedMentions.none()


class Announcements:
    """Implements `ports.Chat`."""

    def __init__(self, api: RestApi, guild: int, role: int | None = None) -> None:
        """Post as this app, in this server; `role` is mentioned by each post, and nobody else."""
        self._api = api
        self._guild = guild
        self._role = role

    async def find(self, channel: str, key: str) -> ports.Post | None:
        """Look through the channel's history.

        A post that its channel's followers do not have yet has no digest: `edit` publishes it.
        """
        found = await marks.find(self._api, channel, marks.ANNOUNCEMENT, key)
        if found is None:
            return None
        digest = marks.unpacked(marks.parts(found, marks.ANNOUNCEMENT)[-1])
        is_whole = _is_published(found) or not await self._is_news(channel)
        return self._post(channel, key, found, digest if is_whole else "")

    async def post(self, channel: str, key: str, text: str, rest: str = "") -> ports.Post:
        """Post it once; `errors.Unknown` means that it may be there."""
        digest, nonce = ports.text_digest(text), marks.nonce("announcement", key)
        params = handle_message_parameters(
            view=announcement(key, text, rest, digest, self._role),
            nonce=nonce,
            allowed_mentions=self._mentioned(),
        )
        answer = await self._api.act(
            lambda http: http.send_message(int(channel), params=params), channel
        )
        await self._publish(channel, str(answer["id"]))
        return self._post(channel, key, dict(answer), digest)

    async def edit(self, post: ports.Post, text: str, rest: str = "") -> ports.Post:
        """Change it in place, where it says something else, and publish it where it is not yet."""
        digest, ids = ports.text_digest(text), (int(post.channel), int(post.id))
        now: Json = dict(await self._api.look(lambda http: http.get_message(*ids), post.channel))
        if marks.parts(now, marks.ANNOUNCEMENT)[-1:] != (marks.packed(digest),):
            params = handle_message_parameters(
                view=announcement(post.key, text, rest, digest, self._role),
                allowed_mentions=NOBODY,
            )
            now = dict(
                await self._api.act(
                    lambda http: http.edit_message(*ids, params=params), post.channel
                )
            )
        if not _is_published(now):
            await self._publish(post.channel, post.id)
        return self._post(post.channel, post.key, now, digest)

    def _mentioned(self) -> discord.AllowedMentions:
        if self._role is None:
            return NOBODY
        role = discord.Object(self._role)
        return discord.AllowedMentions(
            everyone=False, users=False, roles=[role], replied_user=False
        )

    async def _is_news(self, channel: str) -> bool:
        told = await self._api.look(lambda http: http.get_channel(int(channel)), channel)
        return told.get("type") == NEWS

    async def _publish(self, channel: str, message: str) -> None:
        """Send the post to the servers that follow the channel, where it is of that kind."""
        if not await self._is_news(channel):
            return
        ids = int(channel), int(message)
        try:
            await self._api.act(lambda http: http.publish_message(*ids), channel, PUBLISH_SECONDS)
        except Refusal as refused:
            if refused.code != rest.ALREADY_PUBLISHED:
                raise
        except TooFast as limited:
            raise errors.Failed(
                f"The announcement stands in the Discord channel {channel}, but Discord publishes "
                f"nothing more to its followers for {limited.seconds / 60:.0f} minutes.",
                "Retry then, or press Publish below it.",
                reason="rate_limited",
            ) from limited

    def _post(self, channel: str, key: str, message: Json, digest: str) -> ports.Post:
        number = str(message["id"])
        moment = discord.utils.snowflake_time(int(number)).astimezone(dt.UTC)
        return ports.Post(
            id=number,
            channel=channel,
            key=key,
            text=_said(message),
            url=marks.address(self._guild, channel, number),
            time=moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            digest=digest,
        )


def announcement(key: str, text: str, rest: str, digest: str, role: int | None = None) -> View:
    """A text as a message with its mark, and the mention of a role in its first line.

    Escaped it may be longer than it was; what is cut ends with `rest`, the link to all of it.
    """
    mention = [discord.ui.TextDisplay[Any](f"<@&{role}>", id=MENTION)] if role else []
    said = blocks.cut(markdown.convert(text), blocks.ROOM - FOOT, shown.plain(rest) or REST)
    foot = marks.footer(marks.ANNOUNCEMENT, "releasebot", key[:60], marks.packed(digest))
    return layout.view([*mention, layout.display(said), foot])


def _is_published(message: Json) -> bool:
    return bool(int(message.get("flags", 0)) & PUBLISHED)


def _said(message: Json) -> str:
    """What a post shows, without its mark and whom it mentions."""
    ours = (marks.ANNOUNCEMENT, MENTION)
    texts = (each for each in marks.components(message) if each.get("id") not in ours)
    return "\n".join(str(each["content"]) for each in texts if "content" in each)
