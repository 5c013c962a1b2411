"""Page: one release in one channel, as it is written there: looked up, posted, edited, continued.

Each write is check, act, verify: what was posted is remembered, and after a restart or an answer
that got lost it is looked for by its mark before anything is posted again. A repeat within some
minutes has the same nonce, so that Discord itself posts nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import discord
from discord.http import handle_message_parameters

from bot import errors
from bot.adapters.chat.discord import marks, rest
from bot.adapters.chat.discord.connection import LONGEST_WAIT
from bot.adapters.chat.discord.rendering import cards, text, threads
from bot.adapters.chat.discord.rendering.layout import View
from bot.adapters.chat.discord.rendering.threads import Lines
from bot.adapters.chat.discord.rest import Refusal, RestApi
from bot.adapters.chat.discord.showing import leaving
from bot.adapters.chat.live.pace import TooFast
from bot.adapters.chat.live.remembered import RememberedPage, begun
from bot.domain.conversation.messages import Conversation
from bot.ports import LiveMessage, LiveMessages

Json = dict[str, Any]

PLATFORM = "discord"
DAY: Literal[1440] = 1440  # minutes after which Discord archives a quiet thread; a message wakes it
PUBLIC: Literal[11] = 11  # a thread that everybody in the channel sees
NOBODY = discord.AllowedMentions.none()
OLD_SECONDS = 3600.0  # of a message, after which Discord may refuse to have it edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What all pages share; `accounts` are the people's ids."""

    api: RestApi
    guild: int
    live: LiveMessages
    accounts: Mapping[str, str]


class Page(RememberedPage):
    """A release in a channel."""

    def __init__(self, server: Server, channel: str, release: str) -> None:
        """Nothing is known of it yet."""
        super().__init__(server.live, PLATFORM, channel, release)
        self._server = server

    async def _found(
        self, remembered: LiveMessage | None, shown: Conversation
    ) -> LiveMessage | None:
        if remembered is not None and not _is_old(remembered.message):
            return remembered
        newest = await self._newest(shown)
        if remembered is None:
            return await self._remember(newest) if newest else None
        is_replaced = _is_newer(newest, remembered)
        return await self._leave(remembered, newest) if is_replaced else remembered

    async def _newest(self, shown: Conversation) -> str:
        """The release's newest card in the channel's history, "" where there is none."""
        found = await marks.find(
            self._server.api, self._channel, marks.CARD, self._release, begun(shown)
        )
        return str(found["id"]) if found else ""

    async def _post(self, shown: Conversation, instead: LiveMessage | None = None) -> str:
        """Post the card, once; `instead` is where the one stands that it replaces."""
        view = cards.view(shown.card, cards.goes_on(instead.thread if instead else ""))
        nonce = marks.nonce("card", self._release, instead.message if instead else "")
        answer = await self._send(self._channel, view, nonce, NOBODY)
        self._written = cards.content(view)
        return str(answer["id"])

    async def _edit(self, known: LiveMessage, shown: Conversation) -> None:
        view = cards.view(shown.card, cards.goes_on(known.thread, known.message))
        if cards.content(view) == self._written:
            return
        params = handle_message_parameters(view=view, allowed_mentions=NOBODY)
        ids = int(self._channel), int(known.message)
        try:
            await self._server.api.act(
                lambda http: http.edit_message(*ids, params=params), self._channel
            )
        except (Refusal, TooFast) as refused:
            if not _is_closed(refused):
                raise
            await self._replace(known, shown)
            return
        self._written = cards.content(view)

    async def _replace(self, known: LiveMessage, shown: Conversation) -> None:
        """Go on in a new card, once; one that is there already was posted before a crash."""
        newest = await self._newest(shown)
        is_there = _is_newer(newest, known)
        if not is_there:
            newest = await self._post(shown, instead=known)
        written = "" if is_there else self._written
        self._written = ""  # if the old one cannot be left now, this is done again
        self._known = await self._leave(known, newest)
        self._written = written
        await self._edit(self._known, shown)

    async def _leave(self, known: LiveMessage, newest: str) -> LiveMessage:
        """Take the old card away, and only then remember the new one, with the same thread."""
        address = marks.address(self._server.guild, self._channel, newest)
        await leaving.leave(self._server.api, known, address)
        return await self._remember(newest, known.thread, known.shown)

    async def _continue(self, known: LiveMessage, shown: Conversation) -> None:
        """A thread that is gone is opened anew."""
        if not known.thread:
            known = self._known = await self._open_thread(known, shown)
        try:
            await self._tell(known, shown)
        except Refusal as refused:
            if refused.code != rest.UNKNOWN_CHANNEL:
                raise
            known = self._known = await self._open_thread(self._known or known, shown, is_gone=True)
            await self._tell(known, shown)
            await self._edit(known, shown)

    async def _tell(self, known: LiveMessage, shown: Conversation) -> None:
        if not self._is_sure:
            known = self._known = await self._look(known)
        for lines in threads.messages(shown, known.shown, self._server.accounts):
            self._is_sure = False
            await self._add(known.thread, lines)
            self._is_sure = True
            known = self._known = await self._remember(known.message, known.thread, lines.last)

    async def _open_thread(
        self, known: LiveMessage, shown: Conversation, *, is_gone: bool = False
    ) -> LiveMessage:
        """The thread of a message has the message's id, whoever opened it and when.

        Where it `is_gone` and Discord opens no second one there, it is one of the channel.
        """
        name, thread = text.label(shown.card.title, 100), known.message
        ids = int(self._channel), int(known.message)
        try:
            await self._server.api.act(
                lambda http: http.start_thread_with_message(
                    *ids, name=name, auto_archive_duration=DAY
                ),
                self._channel,
            )
        except Refusal as refused:
            if refused.code != rest.HAS_THREAD:
                raise
            if is_gone:
                thread = await self._open_beside(name)
        return await self._remember(known.message, thread, known.shown)

    async def _open_beside(self, name: str) -> str:
        answer = await self._server.api.act(
            lambda http: http.start_thread_without_message(
                int(self._channel), name=name, auto_archive_duration=DAY, type=PUBLIC
            ),
            self._channel,
        )
        return str(answer["id"])

    async def _look(self, known: LiveMessage) -> LiveMessage:
        """How far the thread is written, by what stands there."""
        last = known.shown
        async for message in marks.history(self._server.api, known.thread, 0):
            if number := marks.last_event(message):
                last = max(last, number)
                break  # the newest is told first
        self._is_sure = True
        return replace(known, shown=last)

    async def _add(self, thread: str, lines: Lines) -> None:
        told = [discord.Object(number) for number in lines.pinged]
        pings = discord.AllowedMentions(
            everyone=False, roles=False, users=told or False, replied_user=False
        )
        nonce = marks.nonce("events", self._release, thread, str(lines.first))
        await self._send(thread, lines.view, nonce, pings)

    async def _send(
        self, channel: str, view: View, nonce: str, pings: discord.AllowedMentions
    ) -> Json:
        params = handle_message_parameters(view=view, nonce=nonce, allowed_mentions=pings)
        answer = await self._server.api.act(
            lambda http: http.send_message(int(channel), params=params), channel
        )
        return dict(answer)


def _is_old(message: str) -> bool:
    """Whether a card may have been replaced by another; ids carry their time."""
    age = discord.utils.utcnow() - discord.utils.snowflake_time(int(message))
    return age.total_seconds() > OLD_SECONDS


def _is_newer(message: str, known: LiveMessage) -> bool:
    return int(message or 0) > int(known.message)


def _is_closed(refused: errors.ReleasebotError) -> bool:
    """Whether a message is gone, or takes no edit for so long that a new one is better.

    An edit of a message that is older than an hour is refused with a wait of up to an hour, which
    the library tells without Discord's number.
    """
    if isinstance(refused, TooFast):
        return refused.seconds > LONGEST_WAIT
    codes = (rest.UNKNOWN_MESSAGE, rest.OLD_MESSAGE)
    return isinstance(refused, Refusal) and refused.code in codes
