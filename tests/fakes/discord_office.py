"""A local Discord server with the bot in it, and people who look at what it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.adapters.chat.live.people import People
from bot.adapters.patience import Patience
from bot.ports import Reception
from bot.rehearsal.discord.local import LocalDiscord
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.people.reply import Reply, read
from bot.rehearsal.discord.people.sample import Sample, make_sample
from bot.settings.discord import Discord
from bot.settings.secrets import SecretReference
from tests.fakes.slack_office import PROJECT, SPACING, Memory, eventually
from tests.official.discord.watching import watched_discord

Json = dict[str, Any]

IMPATIENT = Patience(answer=5, call=20.0, pauses=(0.02, 0.05))
MEMBERS = ("alice", "bob", "carol")


@dataclass(frozen=True, kw_only=True)
class Office:
    """The local Discord, its people by name, and what the bot remembers."""

    discord: LocalDiscord
    ids: Sample
    folder: Path
    memory: Memory = field(default_factory=Memory)

    def person(self, name: str) -> Member:
        """One of alice, bob, carol, dave and mallory, in their own guild."""
        guild = self.ids.elsewhere if name == "mallory" else self.ids.guild
        return self.discord.member(guild, getattr(self.ids, name))

    def configured(self, **changes: Any) -> Discord:  # noqa: ANN401  # any key
        """The bot's table of settings."""
        path = self.folder / "token"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.discord.token, encoding="utf-8")
            path.chmod(0o600)
        known: Json = {
            "api_url": self.discord.api_url,
            "gateway_url": self.discord.gateway_url,
            "guild": self.ids.guild,
            "token": SecretReference(file=path),
        }
        return Discord(**(known | changes))

    def platform(self, **changes: Any) -> DiscordPlatform:  # noqa: ANN401  # any key
        """The bot at this server, not connected yet."""
        persons = {str(getattr(self.ids, name)): name for name in MEMBERS}
        people = People(persons=persons, channels={PROJECT: str(self.ids.releases)})
        return DiscordPlatform(
            self.configured(**changes),
            people,
            spacing=SPACING,
            patience=IMPATIENT,
            identify_seconds=0.0,
        )

    async def is_heard(self, platform: DiscordPlatform) -> None:
        """Wait until the bot listens and its command is registered."""
        bob = self.person("bob")
        await eventually(lambda: platform.is_listening and bob.commands())

    @asynccontextmanager
    async def staffed(self, reception: Reception) -> AsyncIterator[DiscordPlatform]:
        """The bot, connected."""
        platform = self.platform()
        async with platform.connected(reception, self.memory):
            await self.is_heard(platform)
            yield platform

    def messages(self, channel: int = 0) -> list[Json]:
        """What a channel shows to everybody: to dave, who asks for nothing."""
        return self.person("dave").sees(channel or self.ids.releases)

    def thread(self, root: Json) -> list[str]:
        """The lines of the thread of a message."""
        thread = self.messages(int(root["id"])) if root.get("thread") else []
        return [line for each in thread for text in read(each) for line in text.splitlines()]

    async def card(self, words: str, channel: int = 0) -> Json:
        """The newest message of everybody, as soon as it says these words."""
        found: Json = await eventually(
            lambda: next((m for m in self.messages(channel)[-1:] if words in said(m)), None),
            lambda: [said(m) for m in self.messages(channel)],
        )
        return found

    async def types(self, name: str, command: str, **options: str) -> str:
        """What a person is told, alone, after typing a command."""
        person = self.person(name)
        replied = await person.invoke(self.ids.releases, f"release {command}", options)
        return await self.told(name, replied)

    async def told(self, name: str, replied: Reply) -> str:
        """What an answer says in the end."""
        assert replied.answered, replied.failure
        settled = await self.person(name).settled(replied)
        assert settled.is_ephemeral
        return settled.text

    async def clicks(self, name: str, words: str, message: Json, *, stale: bool = False) -> Reply:
        """Press the button whose label or id has these words."""
        person, channel = self.person(name), int(message["channel_id"])
        press = person.click_stale if stale else person.click
        return await press(channel, int(message["id"]), button(message, words))

    async def confirms(self, name: str, words: str, message: Json) -> str:
        """Press a button and then the one that confirms it; what is told in the end."""
        asked = await self.clicks(name, words, message)
        assert asked.message is not None, asked.text
        confirmed = await self.clicks(name, "rbp:", asked.message)
        return await self.told(name, confirmed)

    def posts(self, channel: int = 0) -> list[Json]:
        """The bodies of everything that was posted in a channel."""
        path = f"/channels/{channel or self.ids.releases}/messages"
        sent = self.discord.record.received
        posts = (each.body for each in sent if (each.method, each.path) == ("POST", path))
        return [body for body in posts if isinstance(body, dict)]


def controls(message: Json) -> list[Json]:
    """The buttons of a message."""
    found: list[Json] = []
    for each in message.get("components") or ():
        found += [each] if each.get("custom_id") else controls(each)
    return found


def button(message: Json, words: str) -> str:
    """The id of the button whose label or id has these words."""
    known = [(str(each.get("label")), str(each["custom_id"])) for each in controls(message)]
    return next(custom for label, custom in known if words in label or words in custom)


def said(message: Json) -> str:
    """The words of a message."""
    return "\n".join(read(message))


@asynccontextmanager
async def open_office(folder: Path) -> AsyncIterator[Office]:
    """A server with alice, bob, carol and dave; at the end every payload kept its contract."""
    async with watched_discord(folder / "discord") as discord:
        yield Office(discord=discord, ids=make_sample(discord.service), folder=folder)
