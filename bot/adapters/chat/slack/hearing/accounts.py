"""Accounts: who did something at Slack, known by workspace and user id and by nothing else."""

import itertools
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot import errors
from bot.adapters.chat.live.sender import Sender
from bot.adapters.chat.slack.web_api import Refusal, WebApi
from bot.domain.conversation.commands import Caller

Json = dict[str, Any]

LIFE = 120.0  # seconds for which what Slack said of an account is believed
MOST = 1000
WARM = 40  # accounts that are asked for before they click; Slack allows a hundred a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a request says of its sender, and where it was sent."""

    team: str
    user: str
    delivery: str
    channel: str = ""
    thread: str = ""
    is_direct: bool = False


class Accounts:
    """Knows the people of one workspace; asks Slack whether their accounts still count."""

    def __init__(
        self,
        api: WebApi,
        team: str,
        persons: Mapping[str, str],
        projects: Mapping[str, str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`persons` are by user id, `projects` by channel id."""
        self._api = api
        self._team = team
        self._persons = persons
        self._projects = projects
        self._now = now
        self._judged: OrderedDict[str, tuple[float, errors.ReleasebotError | None]] = OrderedDict()

    async def sender(self, source: Source) -> Sender:
        """Who sent it. An account that Slack does not vouch for at this moment may only look."""
        person = self._persons.get(source.user, "") if source.team == self._team else ""
        objection = await self._objection(source, person)
        account = f"slack:{source.team}/{source.user}"
        return Sender(
            caller=Caller(
                account=account,
                person="" if objection else person,
                delivery=f"{account}:{source.delivery}",
                project=self._projects.get(source.channel, ""),
                is_direct=source.is_direct,
            ),
            objection=objection,
        )

    async def warm(self) -> None:
        """Ask for everybody who is known before their first click, so that it is quick."""
        for user in itertools.islice(self._persons, WARM):
            await self._ask(user)

    async def _objection(self, source: Source, person: str) -> errors.ReleasebotError | None:
        if source.team != self._team:
            return _foreign("This account belongs to another Slack workspace")
        return await self._judge(source.user) if person else None

    async def _judge(self, user: str) -> errors.ReleasebotError | None:
        known = self._judged.get(user)
        is_fresh = known is not None and known[0] > self._now()
        return known[1] if known and is_fresh else await self._ask(user)

    async def _ask(self, user: str) -> errors.ReleasebotError | None:
        try:
            told = (await self._api.act("users_info", user=user)).get("user") or {}
        except Refusal as refusal:
            return refusal
        except errors.Unknown:
            return errors.Unknown(
                "Slack does not say whether your account is still active, so nothing was done.",
                "Do it again in a minute.",
            )
        found = objection(told, user, self._team)
        self._judged[user] = (self._now() + LIFE, found)
        while len(self._judged) > MOST:
            self._judged.popitem(last=False)
        return found


def objection(told: Mapping[str, Any], user: str, team: str) -> errors.ReleasebotError | None:
    """What speaks against an account of which Slack tells this; None for a full member."""
    if told.get("id") != user or told.get("team_id", team) != team or told.get("is_stranger"):
        return _foreign("This account belongs to another Slack workspace")
    if told.get("deleted"):
        return _foreign("This Slack account is deactivated")
    if told.get("is_bot") or told.get("is_workflow_bot"):
        return _foreign("This Slack account is a bot's")
    if told.get("is_restricted") or told.get("is_ultra_restricted"):
        return _foreign("This Slack account is a guest's")
    return None


def _foreign(what: str) -> errors.Refused:
    return errors.Refused(
        f"{what}, so it may only look.",
        "Ask a full member of the workspace who has the role.",
        reason="foreign_account",
    )
