"""The database: one thread, one transaction at a time, and everybody hears of what was done."""

import asyncio
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.releases import changes
from bot.releases.storage.database import Database

PATIENCE_SECONDS = 10.0


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
