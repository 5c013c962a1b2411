"""A local Discord under watch: at its end, every payload kept the contract, and no rule was broken.

Take the fixture `watched` in a `conftest.py`, or the block `watched_discord` in a test. A test that
breaks a rule on purpose ends it with `discord.record.forgive()`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rehearsal.discord.local import LocalDiscord, local_discord
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.people.sample import Sample, make_sample
from tests.official import npm
from tests.official.discord import contract


@dataclass(frozen=True, slots=True)
class Watched:
    """A local Discord with its sample guild and the people in it."""

    discord: LocalDiscord
    ids: Sample

    def person(self, name: str) -> Member:
        """One of alice, bob, carol, dave and mallory, in their own guild."""
        guild = self.ids.elsewhere if name == "mallory" else self.ids.guild
        return self.discord.member(guild, getattr(self.ids, name))


@asynccontextmanager
async def watched_discord(folder: Path, port: int | None = None) -> AsyncIterator[LocalDiscord]:
    """A local Discord for a block that must end without a broken rule."""
    async with local_discord(folder, port) as discord:
        yield discord
        broken = discord.record.violations
        if npm.is_here():
            broken += contract.problems(discord.record.sent)
        assert broken == [], "\n".join(dict.fromkeys(broken))


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    """A local Discord of one test's own, watched to its end."""
    async with watched_discord(tmp_path / "discord") as discord:
        yield Watched(discord, make_sample(discord.service))
