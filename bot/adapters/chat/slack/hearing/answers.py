"""Answers: what only the person who asked sees."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from bot import errors
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.rendering import dialogs, elements
from bot.adapters.chat.slack.web_api import WebApi
from bot.domain.conversation.messages import Facts, Line, Reply

Json = dict[str, Any]

logger = logging.getLogger(__name__)


class Answers:
    """Answers to single persons, by the way that each request leaves open."""

    def __init__(self, api: WebApi) -> None:
        """Answer as this app."""
        self._api = api

    async def give(self, reply: Reply, source: Source, response_url: str = "") -> None:
        """Tell the reply; that it cannot be told is noted in the log, and harms nothing else."""
        text, blocks = _text(reply), dialogs.reply(reply)
        try:
            if self._is_ours(response_url):
                await self._respond(response_url, text, blocks)
            else:
                await self._tell(source, text, blocks)
        except errors.ReleasebotError as error:
            logger.warning("an answer could not be given: %s", error.for_people())

    async def open_view(self, trigger: str, view: Json) -> Json:
        """Open a modal; its trigger is good for three seconds, and once."""
        return await self._api.act("views_open", trigger_id=trigger, view=view)

    async def push_view(self, trigger: str, view: Json) -> None:
        """Show a modal on top of the open one, which stays as it is below."""
        await self._api.act("views_push", trigger_id=trigger, view=view)

    async def update_view(self, opened: str, view: Json) -> None:
        """Show something else in an open modal."""
        await self._api.act("views_update", view_id=opened, view=view)

    def _is_ours(self, response_url: str) -> bool:
        """Whether an address to answer at is one of Slack's own, and of no other host."""
        host = urlsplit(response_url).netloc
        return host in (self._api.host, f"hooks.{self._api.host}")

    async def _respond(self, address: str, text: str, blocks: Sequence[Json]) -> None:
        said: Json = {"text": text, "blocks": blocks, "response_type": "ephemeral"}
        said["replace_original"] = False
        status = await self._api.post(address, said)
        if status >= HTTPStatus.BAD_REQUEST:
            raise errors.Failed(f"Slack took no answer ({status}).", "Ask again.")

    async def _tell(self, source: Source, text: str, blocks: Sequence[Json]) -> None:
        said: Json = {"text": text, "blocks": blocks}
        if source.channel and not source.is_direct:
            thread = {"thread_ts": source.thread} if source.thread else {}
            place = {"channel": source.channel, "user": source.user, **thread}
            try:
                await self._api.act("chat_postEphemeral", **place, **said)
            except errors.Unknown:
                raise
            except errors.ReleasebotError:
                logger.info("the bot is not in %s; it answers directly", source.channel)
            else:
                return
        await self._api.act("chat_postMessage", channel=source.user, **said)


def _text(reply: Reply) -> str:
    """The answer in one line."""
    if reply.error:
        return elements.notification(f"{reply.error['sentence']} {reply.error['next']}")
    for block in reply.blocks:
        if isinstance(block, Line):
            return elements.notification(block.text)
        if isinstance(block, Facts) and block.title:
            return elements.notification(block.title)
    return "Here it is."
