"""A real engine on a real SQLite file, around a world in memory."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import dbos._queue
import pytest
from dbos import DBOS

from bot.releases.watching import sweep
from tests.durable.driving import PATIENCE_SECONDS, Bench, Driver
from tests.fakes.fake_world import FakeWorld, make_world

QUICK_SECONDS = 0.1


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sweep, and the queue by which the engine recovers, look often."""
    defaults = dbos._queue.Queue.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "polling_interval_sec", QUICK_SECONDS)
    monkeypatch.setattr(sweep, "EVERY_SECONDS", QUICK_SECONDS)


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    """The world, whose effects and failures a test looks at."""
    return make_world(tmp_path)


@pytest.fixture
def bench(tmp_path: Path, world: FakeWorld) -> Bench:
    """Where engines are opened."""
    return Bench(folder=tmp_path / "data", world=world)


@pytest.fixture
async def driver(bench: Bench) -> AsyncIterator[Driver]:
    """The engine, running, and somebody who drives it."""
    async with bench.running() as driver:
        yield driver


@pytest.fixture
async def released(driver: Driver) -> str:
    """A release that is done, also for the engine, which notes the last end a moment later."""
    release = str((await driver.released())["release"])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await DBOS.list_workflows_async(status="PENDING", load_input=False):  # noqa: ASYNC110  # DBOS tells nobody when it is done
            await asyncio.sleep(0.01)
    return release
