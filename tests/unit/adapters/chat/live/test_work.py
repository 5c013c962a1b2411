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


async def test_the_same_delivery_again_waits_for_the_first() -> None:
    """It is done once, and whoever comes when it is over hears of nothing."""
    doing, may_end = work.Work(), asyncio.Event()

    async def stored() -> str:
        await may_end.wait()
        return "stored"

    first = asyncio.create_task(doing.once("click", stored()))
    again = asyncio.create_task(doing.once("click", stored()))
    await asyncio.sleep(0)
    assert not again.done()
    may_end.set()

    assert (await first, await again, await doing.once("click", stored())) == (
        "stored",
        "stored",
        None,
    )


async def test_what_nobody_waits_for_any_more_goes_on() -> None:
    """As where a connection ends in the middle of a click."""
    doing, may_end, ended = work.Work(), asyncio.Event(), asyncio.Event()

    async def stored() -> None:
        await may_end.wait()
        ended.set()

    waiting = asyncio.create_task(doing.once("click", stored()))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    may_end.set()

    async with asyncio.timeout(5):
        await ended.wait()


async def test_a_click_that_takes_long_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers wait for it for a moment only."""
    monkeypatch.setattr(work, "CALM_SECONDS", 0.01)
    doing, may_end, answered = work.Work(), asyncio.Event(), asyncio.Event()

    async def answer() -> None:
        answered.set()

    click = asyncio.create_task(doing.once("click", may_end.wait()))
    doing.begin(answer())
    async with asyncio.timeout(5):
        await answered.wait()

    assert not click.done()
    may_end.set()
    await click


async def test_an_acknowledgement_leaves_before_the_answers_that_wait() -> None:
    """Whoever waits for the click goes on in the moment in which it is stored."""
    doing, may_end, order = work.Work(), asyncio.Event(), []

    async def answer() -> None:
        order.append("answer")

    async def acknowledge() -> None:
        await doing.once("click", may_end.wait())
        order.append("acknowledgement")

    clicking = asyncio.create_task(acknowledge())
    await asyncio.sleep(0)
    doing.begin(answer())
    await asyncio.sleep(3 * work.HEAD_START)
    assert order == []
    may_end.set()
    await clicking
    await doing.ended()

    assert order == ["acknowledgement", "answer"]
