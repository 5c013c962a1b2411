"""Looks at the database: they see what is committed, give way to what is written, and end."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import errors
from bot.releases import audit
from bot.releases.storage import database
from bot.releases.storage.database import Database
from tests.durable.driving import Bench, Driver

PATIENCE_SECONDS = 10.0
NOW = "2026-03-04T12:00:00.000Z"


class Writing:
    """A transaction that has written a row, and ends when it is let."""

    def __init__(self) -> None:
        """It has not begun."""
        self.begun, self.may_end = threading.Event(), threading.Event()

    def work(self, connection: sa.Connection) -> None:
        """Write, then wait."""
        write(connection)
        self.begun.set()
        self.may_end.wait(PATIENCE_SECONDS)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    made = Database(tmp_path / database.FILE)
    yield made
    made.close()


def write(connection: sa.Connection) -> None:
    """Add a row."""
    audit.append(connection, time=NOW, actor="alice", action="held", release="r1", data={})


def seen(connection: sa.Connection) -> int:
    """How many rows there are."""
    return len(audit.rows(connection, "", 0))


async def test_a_look_sees_what_is_committed_and_nothing_else(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for a disk that is slow, and what was stored before it is there."""
    monkeypatch.setattr(database, "GIVES_WAY_SECONDS", 0.01)
    writing = Writing()
    storing = asyncio.create_task(opened.run(writing.work))
    await asyncio.to_thread(writing.begun.wait, PATIENCE_SECONDS)
    assert await opened.look(seen) == 0

    writing.may_end.set()
    await storing
    assert await opened.look(seen) == 1


async def test_a_look_changes_nothing(opened: Database) -> None:
    """Whatever it tries: there is one writer."""
    with pytest.raises(errors.Unknown, match="cannot be written"):
        await opened.look(write)

    assert await opened.look(seen) == 0


async def test_what_is_written_goes_before_looks_that_wait(opened: Database) -> None:
    """A vote waits for the look that is under way, and for none of those behind it."""
    order: list[str] = []
    begun, may_end = threading.Event(), threading.Event()

    def look(_connection: sa.Connection, name: str) -> None:
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        order.append(name)

    def vote(_connection: sa.Connection) -> None:
        order.append("vote")
        may_end.set()

    async with asyncio.TaskGroup() as group:
        for name in ("first", "second", "third"):
            group.create_task(opened.look(look, name))
        await asyncio.to_thread(begun.wait, PATIENCE_SECONDS)
        group.create_task(opened.run(vote))

    assert order.index("vote") < order.index("second") < order.index("third")


async def test_votes_and_looks_at_the_same_time(opened: Database) -> None:
    """Whoever looks after it has stored something sees at least that."""

    async def store_and_look() -> int:
        await opened.run(write)
        return await opened.look(seen)

    counts = await asyncio.gather(*(store_and_look() for _ in range(40)))

    assert min(counts) >= 1
    assert max(counts) == await opened.look(seen) == 40


async def test_closing_waits_for_the_look_that_is_under_way(tmp_path: Path) -> None:
    """And for nothing else: nobody hangs at the end."""
    opened = Database(tmp_path / database.FILE)
    begun, may_end = threading.Event(), threading.Event()

    def look(connection: sa.Connection) -> int:
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        return seen(connection)

    looking = asyncio.create_task(opened.look(look))
    await asyncio.to_thread(begun.wait, PATIENCE_SECONDS)
    closing_it = asyncio.create_task(asyncio.to_thread(opened.close))
    await asyncio.sleep(0.01)
    assert not closing_it.done()
    may_end.set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await closing_it

    assert await looking == 0


async def test_a_database_that_is_locked_is_told_in_words(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vote is not counted, and counts as soon as the other process has let go."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    async with bench.running() as driver:
        question = await driver.until_asked(await driver.start())
        with closing(sqlite3.connect(bench.folder / database.FILE, timeout=5)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(errors.Unknown) as caught:
                await driver.vote(question["id"], "bob")
            assert caught.value.sentence == (
                "The bot's database is locked by another process, so nothing was done."
            )
            assert await _counted(driver) == []
        await driver.vote(question["id"], "bob")
        assert await _counted(driver) == ["bob"]


async def _counted(driver: Driver) -> list[str]:
    (row,) = await driver.releases.recent("greeter", 1)
    (asked,) = (await driver.releases.status(row["release"]))["questions"]
    return list(asked["counted"])
