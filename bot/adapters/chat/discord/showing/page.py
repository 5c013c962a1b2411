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
from bot.adapters.chat.live.pace import TooFast
from bot.adapters.chat.live.surface import ENDED
from bot.domain.conversation.messages import Conversation
from bot.ports import LiveMessage, LiveMessages

Json = dict[str, Any]

PLATFORM = "discord"
DAY: Literal[1440] = 1440  # minutes after which Discord archives a quiet thread; a message wakes it
NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What all pages share; `accounts` are the people's ids."""

    api: RestApi
    live: LiveMessages
    accounts: Mapping[str, str]


class Page:
    """A release in a channel."""

    def __init__(self, server: Server, channel: str, release: str) -> None:
        """Nothing is known of it yet."""
        self._server = server
        self._channel = channel
        self._release = release
        self._known: LiveMessage | None = None
        self._written = ""  # what the message says now, as far as this process wrote it
        self._is_sure = False  # whether the thread is as it is remembered
        self._is_awaited = False

    def expect(self, shown: Conversation) -> None:
        """Note that this state has to be shown, if only by what overtakes it."""
        self._is_awaited |= shown.card.state not in ENDED

    async def write(self, shown: Conversation) -> None:
        """Bring message and thread to this state. Raises `errors.ReleasebotError`."""
        if self._known is None:
            self._known = await self._recall(shown)
        if self._known is None:
            if shown.card.state in ENDED and not self._is_awaited:
                return  # it was over before this channel was there: nobody waits for it
            self._known = await self._post(shown)
        elif not self._is_complete(shown):
            await self._edit(self._known, shown)
        await self._continue(self._known, shown)

    def _is_complete(self, shown: Conversation) -> bool:
        """Whether the end was written before this process began; the thread is written last."""
        newest = shown.thread[-1].number if shown.thread else 0
        is_old = not self._written and shown.card.state in ENDED
        return is_old and self._known is not None and self._known.shown >= newest

    async def _recall(self, shown: Conversation) -> LiveMessage | None:
        """Where it stands: as it was remembered, else as the channel's history has it."""
        known = await self._server.live.recall(PLATFORM, self._channel, self._release)
        if known is not None:
            return known
        since = shown.thread[0].time if shown.thread else ""
        found = await marks.find(self._server.api, self._channel, marks.CARD, self._release, since)
        return await self._remember(str(found["id"])) if found else None

    async def _remember(self, message: str, thread: str = "", shown: int = 0) -> LiveMessage:
        known = LiveMessage(
            platform=PLATFORM,
            channel=self._channel,
            release=self._release,
            message=message,
            thread=thread,
            shown=shown,
        )
        await self._server.live.remember(known)
        return known

    async def _post(self, shown: Conversation, instead: LiveMessage | None = None) -> LiveMessage:
        """Post the card, once; `instead` is the message that cannot be edited any more."""
        view = cards.view(shown.card)
        nonce = marks.nonce("card", self._release, instead.message if instead else "")
        answer = await self._send(self._channel, view, nonce, NOBODY)
        self._written = cards.content(view)
        if instead:
            return await self._remember(str(answer["id"]), instead.thread, instead.shown)
        return await self._remember(str(answer["id"]))

    async def _edit(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the state, if it is not what stands there; where that cannot be, in a new one."""
        view = cards.view(shown.card)
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
            self._known = await self._post(shown, instead=known)
            return
        self._written = cards.content(view)

    async def _continue(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the events that are not in the thread yet."""
        newest = shown.thread[-1].number if shown.thread else 0
        known = self._known or known
        if known.shown >= newest:
            return
        if not known.thread:
            known = self._known = await self._open_thread(known, shown)
        if not self._is_sure:
            known = self._known = await self._look(known)
        for lines in threads.messages(shown, known.shown, self._server.accounts):
            self._is_sure = False
            await self._add(known.thread, lines)
            self._is_sure = True
            known = self._known = await self._remember(known.message, known.thread, lines.last)

    async def _open_thread(self, known: LiveMessage, shown: Conversation) -> LiveMessage:
        """The thread of a message has the message's id, whoever opened it and when."""
        name, ids = text.label(shown.card.title, 100), (int(self._channel), int(known.message))
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
        return await self._remember(known.message, known.message, known.shown)

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


def _is_closed(refused: errors.ReleasebotError) -> bool:
    """Whether a message is gone, or takes no edit for so long that a new one is better.

    An edit of a message that is older than an hour is refused with a wait of up to an hour, which
    the library tells without Discord's number.
    """
    if isinstance(refused, TooFast):
        return refused.seconds > LONGEST_WAIT
    codes = (rest.UNKNOWN_MESSAGE, rest.OLD_MESSAGE)
    return isinstance(refused, Refusal) and refused.code in codes
