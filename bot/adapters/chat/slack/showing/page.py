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
from bot.adapters.chat.live.remembered import RememberedPage, begun
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


class Page(RememberedPage):
    """A release in a channel."""

    def __init__(self, workspace: Workspace, channel: str, release: str) -> None:
        """Nothing is known of it yet."""
        super().__init__(workspace.live, PLATFORM, channel, release)
        self._workspace = workspace

    async def _found(
        self, remembered: LiveMessage | None, shown: Conversation
    ) -> LiveMessage | None:
        if remembered is not None:
            return remembered
        found = await marks.find(
            self._workspace.api, self._channel, marks.CARD, self._release, begun(shown)
        )
        return await self._remember(str(found["ts"])) if found else None

    async def _post(self, shown: Conversation) -> str:
        said = self._message(shown)
        try:
            answer = await self._send_card("chat_postMessage", POSTS, said)
        except Refusal as refusal:
            said = self._without_plan(refusal, shown)
            answer = await self._send_card("chat_postMessage", POSTS, said)
        self._written, self._is_sure = _content(said), True
        return str(answer["ts"])

    async def _edit(self, known: LiveMessage, shown: Conversation) -> None:
        said = self._message(shown)
        if _content(said) == self._written:
            return
        try:
            await self._send_card("chat_update", EDITS, said, ts=known.message)
        except Refusal as refusal:
            if refusal.error in _GONE:
                self._known = await self._remember(await self._post(shown))
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
        if not self._is_sure:
            known = self._known = await self._look(known, shown)
        for lines in threads.messages(shown, known.shown, self._workspace.accounts):
            self._is_sure = False
            await self._add(known.message, lines)
            if lines.log:
                await self._attach(known.message, self._file(shown, lines.last), lines.log)
            self._is_sure = True
            known = self._known = await self._remember(known.message, shown=lines.last)

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
        return await self._remember(known.message, shown=last)

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
