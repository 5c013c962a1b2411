"""Work: what is stopped is over, whatever a library makes of its cancellation."""

import asyncio

import pytest

from bot.adapters.chat.live import work


async def test_a_cancellation_that_got_lost_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where `asyncio.wait_for` swallows it."""
    monkeypatch.setattr(work, "AGAIN_SECONDS", 0.01)
    lost = []

    async def deaf() -> None:
        for _ in range(3):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost.append(1)
        await asyncio.sleep(60)

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await work.stopped([task])

    assert task.cancelled()
    assert len(lost) == 3


async def test_what_is_over_is_left_alone() -> None:
    """Also where it ended with an error."""

    async def broken() -> None:
        raise ValueError

    task = asyncio.create_task(broken())
    await asyncio.wait([task])
    await work.stopped([task])

    assert isinstance(task.exception(), ValueError)
