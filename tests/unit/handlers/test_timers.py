"""Timers: the work comes again, whatever it met."""

import asyncio

import pytest

from handlers import timers


async def test_daily_work_is_done_at_once_and_again(caplog: pytest.LogCaptureFixture) -> None:
    """A failure is told in the log and is not the end."""
    done: list[int] = []
    enough = asyncio.Event()

    async def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise RuntimeError("the first time")
        if len(done) == 3:
            enough.set()

    task = asyncio.create_task(timers.daily(work, seconds=0))
    async with asyncio.timeout(10):
        await enough.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [record.message for record in caplog.records] == ["daily work"]
