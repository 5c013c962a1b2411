"""A workspace of the local Slack with the bot in it, and people who look at what it shows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.adapters.chat.live.people import People
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.adapters.patience import Patience
from bot.ports import LiveMessage, Reception
from bot.rehearsal.slack import local_slack
from bot.rehearsal.slack.desk import TEAM, Timing
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people import screen
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.storage import open_storage
from bot.settings.secrets import SecretReference
from bot.settings.slack import Slack
from tests.official import npm
from tests.official.slack import contract

Json = dict[str, Any]

PROJECT, CHANNEL, NEWS = "greeter", "greeter", "news"
MEMBERS = ("alice", "bob", "carol")
PATIENCE = 15.0
SPACING = 0.02
IMPATIENT = Patience(answer=5, pauses=(0.02, 0.05))


class Memory:
    """Implements `ports.LiveMessages`; what is in it outlives a bot."""

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self.known: dict[tuple[str, str, str], LiveMessage] = {}

    async def recall(self, platform: str, channel: str, release: str) -> LiveMessage | None:
        """Where that channel shows the release."""
        return self.known.get((platform, channel, release))

    async def remember(self, message: LiveMessage) -> None:
        """Keep it."""
        self.known[message.platform, message.channel, message.release] = message


@dataclass(frozen=True, kw_only=True)
class Office:
    """The local Slack, its people by name, and what the bot remembers."""

    slack: LocalSlack
    folder: Path
    people: dict[str, Person]
    memory: Memory = field(default_factory=Memory)

    def channel(self, name: str = CHANNEL) -> str:
        """The id of a channel with the bot in it."""
        return self.slack.channel(name)

    def configured(self, **changes: Any) -> Slack:  # noqa: ANN401  # any key
        """The bot's table of settings."""
        secrets = {}
        for name in ("bot_token", "app_token", "signing_secret"):
            path = self.folder / name
            path.write_text(getattr(self.slack.secrets, name), encoding="utf-8")
            path.chmod(0o600)
            secrets[name] = SecretReference(file=path)
        known: Json = {"api_url": self.slack.api_url, "team": TEAM, **secrets}
        return Slack(**(known | changes))

    def platform(self, **changes: Any) -> SlackPlatform:  # noqa: ANN401  # any key
        """The bot at this workspace, not connected yet."""
        persons = {self.people[name].id: name for name in self.people}
        people = People(persons=persons, channels={PROJECT: self.channel()})
        return SlackPlatform(
            self.configured(**changes), people, spacing=SPACING, patience=IMPATIENT
        )

    @asynccontextmanager
    async def staffed(
        self,
        reception: Reception,
        **changes: Any,  # noqa: ANN401  # any key
    ) -> AsyncIterator[SlackPlatform]:
        """The bot, connected."""
        platform = self.platform(**changes)
        async with platform.connected(reception, self.memory):
            await self.slack.connected()
            yield platform

    def messages(self, channel: str = CHANNEL) -> list[Json]:
        """What a channel shows to everybody."""
        return self.people["bob"].sees(channel)

    def thread(self, root: Json, channel: str = CHANNEL) -> list[Json]:
        """What is below a message."""
        return self.people["bob"].sees_thread(channel, root["ts"])[1:]

    async def card(self, words: str, channel: str = CHANNEL) -> Json:
        """The first message, as soon as it says these words."""
        found: Json = await eventually(
            lambda: next((m for m in self.messages(channel)[:1] if words in read(m)), None),
            lambda: [read(m) for m in self.messages(channel)],
        )
        return found

    async def told(self, name: str, words: str, channel: str = CHANNEL) -> str:
        """What only this person was told, as soon as it says these words."""
        seen = self.people[name].sees_alone
        found: str = await eventually(
            lambda: next((read(m) for m in seen(channel) if words in read(m)), None),
            lambda: [read(m) for m in seen(channel)],
        )
        return found

    def calls(self, method: str) -> list[Json]:
        """The arguments of every call of a method."""
        exchanges = self.slack.desk.exchanges
        return [e.content for e in exchanges if (e.kind, e.name) == ("call", method)]


@asynccontextmanager
async def open_office(folder: Path, timing: Timing | None = None) -> AsyncIterator[Office]:
    """A workspace with alice, bob and carol, who all are in the project's channel.

    At the end everything that went to Slack is held to Slack's own types, where npm fetches them.
    """
    (folder / "slack").mkdir(parents=True)
    with open_storage(folder / "slack") as storage:
        async with local_slack.running(storage, timing=timing) as slack:
            channels = [slack.channel(CHANNEL) and CHANNEL, slack.channel(NEWS) and NEWS]
            people = {name: slack.person(name, channels=channels) for name in MEMBERS}
            yield Office(slack=slack, folder=folder, people=people)
            broken = contract.violations(slack.desk.exchanges) if npm.is_here() else []
            assert broken == [], "\n".join(["the contract was broken:", *broken])


def read(shown: Json | None) -> str:
    """The words of a message or a dialog."""
    return screen.reading(shown or {})


async def eventually(
    is_so: Callable[[], Any], seen: Callable[[], object] = lambda: "", seconds: float = PATIENCE
) -> Any:  # noqa: ANN401  # whatever is awaited
    """What becomes true, as soon as it does; else what was seen."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        if found := is_so():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not come true in {seconds} seconds: {seen()}")
