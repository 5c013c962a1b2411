"""The database: one thread, one transaction at a time, and everybody hears of what was done."""

import asyncio
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.releases import changes
from bot.releases.storage.database import Database

PATIENCE_SECONDS = 10.0


async def test_what_is_committed_is_on_the_disk(tmp_path: Path) -> None:
    """SQLite waits for the disk at each commit, and a reader never keeps a writer waiting."""
    database = Database(tmp_path / "releasebot.sqlite")

    def told(connection: sa.Connection, name: str) -> object:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    found = [await database.run(told, name) for name in ("synchronous", "journal_mode")]
    database.close()

    assert found == [2, "wal"]  # 2 is FULL


async def test_who_did_not_wait_does_not_keep_others_from_hearing(tmp_path: Path) -> None:
    """A request that was cut off has its transaction committed all the same."""
    database = Database(tmp_path / "releasebot.sqlite")
    told, begun, may_end = database.changes.follow(), threading.Event(), threading.Event()

    def work(connection: sa.Connection) -> None:
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        changes.touch(connection, "r1")

    asking = asyncio.create_task(database.run(work))
    await asyncio.to_thread(begun.wait, PATIENCE_SECONDS)
    asking.cancel()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await anext(told) == "r1"

    database.close()
