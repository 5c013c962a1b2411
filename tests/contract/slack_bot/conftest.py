"""The local Slack, the bot in it, and a reception that shows one release."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.chat.slack.platform import SlackPlatform
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Office, open_office


@pytest.fixture
def reception() -> FakeReception:
    """Who answers people."""
    return FakeReception()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The workspace."""
    async with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture
async def platform(office: Office, reception: FakeReception) -> AsyncIterator[SlackPlatform]:
    """The bot, connected."""
    async with office.staffed(reception) as connected:
        yield connected
