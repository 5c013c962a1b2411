"""A real engine on a real SQLite file, around a world in memory."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.clock import SystemClock
from bot.releases.service import DurableReleases
from tests.durable.driving import Driver
from tests.fakes.fake_world import ROLES, FakeWorld, make_world


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    """The world, whose effects and failures a test looks at."""
    return make_world(tmp_path)


@pytest.fixture
def releases(tmp_path: Path, world: FakeWorld) -> DurableReleases:
    """The engine, not started yet."""
    return DurableReleases(
        tmp_path / "data", {"greeter": world.project()}, lambda: dict(ROLES), SystemClock()
    )


@pytest.fixture
async def driver(releases: DurableReleases) -> AsyncIterator[Driver]:
    """The engine, running, and somebody who drives it."""
    async with releases:
        yield Driver(releases)
