"""The room in which listeners work: whom they ask, and how they answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.chat.live.sender import Sender
from bot.adapters.chat.live.work import Work
from bot.adapters.chat.slack.hearing.accounts import Accounts, Source
from bot.adapters.chat.slack.hearing.answers import Answers
from bot.adapters.chat.slack.web_api import WebApi
from bot.domain.conversation.messages import Reply
from bot.ports import Reception

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What every listener needs."""

    api: WebApi
    accounts: Accounts
    answers: Answers
    reception: Reception
    command: str
    projects: Mapping[str, str]  # the channel's id by project
    work: Work = field(default_factory=Work)
    chosen: dict[str, str] = field(default_factory=dict)  # the newest delivery by open dialog

    async def answer(
        self,
        source: Source,
        ask: Callable[[Sender], Awaitable[Reply]],
        response_url: str = "",
    ) -> None:
        """Ask on behalf of whoever sent it, and tell that person the answer."""
        sender = await self.accounts.sender(source)
        reply = sender.told(await ask(sender))
        await self.answers.give(reply, source, response_url)
