"""Page: one release in one channel, as it is written there: looked up, posted, edited, continued.

Each write is check, act, verify: what was posted is remembered, and after a restart or an answer
that got lost it is looked for by its mark before anything is posted again.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from bot import errors
from bot.adapters.chat.live.pace import Pace, TooFast
from bot.adapters.chat.live.surface import ENDED
from bot.adapters.chat.slack import marks
from bot.adapters.chat.slack.rendering import cards, threads
from bot.adapters.chat.slack.rendering.cards import Message
from bot.adapters.chat.slack.rendering.threads import Lines
from bot.adapters.chat.slack.showing import log_files
from bot.adapters.chat.slack.web_api import Refusal, WebApi
from bot.domain.conversation.messages import Conversation
from bot.ports import LiveMessage, LiveMessages

Json = dict[str, Any]

PLATFORM = "slack"
EDITS, POSTS = "chat.update", "chat.postMessage"
EDIT_SECONDS, POST_SECONDS = 1.25, 1.1  # 50 edits a minute in all, a post a second in a channel
_BLOCKS = ("invalid_blocks", "invalid_blocks_format")
_GONE = ("message_not_found", "cant_update_message", "thread_not_found")

logger = logging.getLogger(__name__)


class Workspace:
    """What all pages of a workspace share; whether it knows plans, the first refusal tells."""

    def __init__(
        self, api: WebApi, live: LiveMessages, accounts: Mapping[str, str], pace: Pace
    ) -> None:
        """`accounts` are the people's user ids."""
        self.api = api
        self.live = live
        self.accounts = accounts
        self.pace = pace
        self.has_plans = True

    async def write(self, method: str, place: str, seconds: float, **arguments: Any) -> Json:  # noqa: ANN401  # the library's own
        """Write when it is its turn; where that was too fast, the next turn is later."""
        await self.pace.turn(place, seconds)
        try:
            return await self.api.act(method, **arguments)
        except TooFast as refused:
            self.pace.pause(place, refused.seconds)
            raise


class Page:
    """A release in a channel."""

    def __init__(self, workspace: Workspace, channel: str, release: str) -> None:
        """Nothing is known of it yet."""
        self._workspace = workspace
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
        if self._known is not None:
            await self._continue(self._known, shown)

    def _is_complete(self, shown: Conversation) -> bool:
        """Whether the end was written before this process began; the thread is written last."""
        newest = shown.thread[-1].number if shown.thread else 0
        is_old = not self._written and shown.card.state in ENDED
        return is_old and self._known is not None and self._known.shown >= newest

    async def _recall(self, shown: Conversation) -> LiveMessage | None:
        """Where it stands: as it was remembered, else as the channel's history has it."""
        known = await self._workspace.live.recall(PLATFORM, self._channel, self._release)
        if known is not None:
            return known
        since = shown.thread[0].time if shown.thread else ""
        found = await marks.find(
            self._workspace.api, self._channel, marks.CARD, self._release, since
        )
        return await self._remember(str(found["ts"]), 0) if found else None

    async def _remember(self, message: str, shown: int) -> LiveMessage:
        known = LiveMessage(
            platform=PLATFORM,
            channel=self._channel,
            release=self._release,
            message=message,
            shown=shown,
        )
        await self._workspace.live.remember(known)
        return known

    async def _post(self, shown: Conversation) -> LiveMessage:
        said = self._message(shown)
        try:
            answer = await self._send_card("chat_postMessage", POSTS, said)
        except Refusal as refusal:
            said = self._without_plan(refusal, shown)
            answer = await self._send_card("chat_postMessage", POSTS, said)
        self._written, self._is_sure = _content(said), True
        return await self._remember(str(answer["ts"]), 0)

    async def _edit(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the state, if it is not what stands there; a message that was deleted is new."""
        said = self._message(shown)
        if _content(said) == self._written:
            return
        try:
            await self._send_card("chat_update", EDITS, said, ts=known.message)
        except Refusal as refusal:
            if refusal.error in _GONE:
                self._known = await self._post(shown)
                return
            said = self._without_plan(refusal, shown)
            await self._send_card("chat_update", EDITS, said, ts=known.message)
        self._written = _content(said)

    def _message(self, shown: Conversation) -> Message:
        return cards.message(shown.card, has_plans=self._workspace.has_plans)

    def _without_plan(self, refusal: Refusal, shown: Conversation) -> Message:
        """The message for a workspace that knows no plans, if that is what was refused."""
        if refusal.error not in _BLOCKS or not self._workspace.has_plans:
            raise refusal
        self._workspace.has_plans = False
        return self._message(shown)

    async def _send_card(self, method: str, place: str, said: Message, **where: str) -> Json:
        is_post = place == POSTS
        return await self._workspace.write(
            method,
            f"{POSTS} {self._channel}" if is_post else EDITS,
            POST_SECONDS if is_post else EDIT_SECONDS,
            channel=self._channel,
            text=said.text,
            blocks=said.blocks,
            metadata=marks.mark(marks.CARD, key=self._release, release=self._release),
            **where,
            **({"unfurl_links": False, "unfurl_media": False} if is_post else {}),
        )

    async def _continue(self, known: LiveMessage, shown: Conversation) -> None:
        """Write the events that are not in the thread yet."""
        newest = shown.thread[-1].number if shown.thread else 0
        if known.shown >= newest:
            return
        if not self._is_sure:
            known = self._known = await self._look(known, shown)
        for lines in threads.messages(shown, known.shown, self._workspace.accounts):
            self._is_sure = False
            await self._add(known.message, lines)
            if lines.log:
                await self._attach(known.message, self._file(shown, lines.last), lines.log)
            self._is_sure = True
            known = self._known = await self._remember(known.message, lines.last)

    async def _look(self, known: LiveMessage, shown: Conversation) -> LiveMessage:
        """How far the thread is written, by what stands there; a log's file is brought if missing.

        A file whose name is not told might be the one, so then none is brought.
        """
        api, last, files = self._workspace.api, known.shown, set()
        async for reply in marks.own_replies(api, self._channel, known.message):
            mark = marks.payload(reply, marks.EVENTS)
            if mark.get("release") == self._release:
                last = max(last, int(mark.get("last", 0)))
            files |= {str(file.get("name", "")) for file in reply.get("files") or ()}
        for number, log in threads.long_logs(shown, known.shown, last).items():
            name = self._file(shown, number)
            if not files & {name, ""}:
                await self._attach(known.message, name, log)
        self._is_sure = True
        return await self._remember(known.message, last)

    def _file(self, shown: Conversation, number: int) -> str:
        """The name of the file with the log of the event of that number."""
        return f"{shown.card.project}-{self._release}-{number}.log"

    async def _add(self, message: str, lines: Lines) -> None:
        mark = marks.mark(
            marks.EVENTS,
            key=f"{self._release}:{lines.first}",
            release=self._release,
            last=lines.last,
        )
        await self._workspace.write(
            "chat_postMessage",
            f"{POSTS} {self._channel}",
            POST_SECONDS,
            channel=self._channel,
            thread_ts=message,
            text=lines.text,
            blocks=lines.blocks,
            metadata=mark,
            reply_broadcast=lines.is_broadcast,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _attach(self, message: str, name: str, log: str) -> None:
        """Put the whole log below its end, once; a thread goes on without it."""
        try:
            file = await log_files.upload(self._workspace.api, name, log)
            await self._workspace.write(
                "files_completeUploadExternal",
                f"{POSTS} {self._channel}",
                POST_SECONDS,
                files=[{"id": file, "title": name}],
                channel_id=self._channel,
                thread_ts=message,
            )
        except errors.ReleasebotError as error:
            logger.warning("a log is told by its end alone: %s", error.for_people())


def _content(said: Message) -> str:
    return json.dumps([said.text, said.blocks], sort_keys=True)
