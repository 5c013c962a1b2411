"""The local Discord, the bot in it, and a reception that shows one release."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.chat.discord.platform import DiscordPlatform
from tests.fakes.discord_office import Office, open_office
from tests.fakes.fake_reception import FakeReception


@pytest.fixture
def reception() -> FakeReception:
    """Who answers people."""
    return FakeReception()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The server."""
    async with open_office(tmp_path / "office") as opened:
        yield opened


@pytest.fixture
async def platform(office: Office, reception: FakeReception) -> AsyncIterator[DiscordPlatform]:
    """The bot, connected."""
    async with office.staffed(reception) as connected:
        yield connected
