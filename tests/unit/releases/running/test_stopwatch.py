"""The stopwatch: time in flight, overlapping calls once, each release for itself."""

import asyncio
import contextlib
import time

import pytest

from bot.releases.running.stopwatch import Stopwatch


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A list whose only number is the time."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_overlapping_calls_count_once(seconds: list[float]) -> None:
    """From the first that starts to the last that ends; a pause between does not count."""
    watch = Stopwatch()
    with watch.working_for("r"):
        with watch.in_flight():
            seconds[0] += 1
            with watch.in_flight():
                seconds[0] += 2
            seconds[0] += 4
        seconds[0] += 8
        with watch.in_flight():
            seconds[0] += 16

    assert watch.take("r") == 23
    assert watch.take("r") == 0


def test_a_call_that_fails_counts_too(seconds: list[float]) -> None:
    """And leaves nothing in flight."""
    watch = Stopwatch()
    with watch.working_for("r"):
        with contextlib.suppress(ValueError), watch.in_flight():
            seconds[0] += 1
            raise ValueError
        seconds[0] += 2
        with watch.in_flight():
            seconds[0] += 4

    assert watch.take("r") == 5


def test_what_is_still_in_flight_counts_when_it_ends(seconds: list[float]) -> None:
    """Taking in the middle neither loses nor doubles time."""
    watch = Stopwatch()
    with watch.working_for("r"), watch.in_flight():
        seconds[0] += 1
        assert watch.take("r") == 0
        seconds[0] += 2

    assert watch.take("r") == 3


class _Port:
    name = "pypi"

    def __init__(self, seconds: list[float]) -> None:
        self._seconds = seconds

    async def look(self, wait: asyncio.Event, *, found: str) -> str:
        await wait.wait()
        self._seconds[0] += 1
        return found

    def path(self) -> str:
        self._seconds[0] += 100
        return "here"


async def test_calls_of_two_releases_at_once_are_told_apart(seconds: list[float]) -> None:
    """Each task works for its own release; attributes and plain methods pass through."""
    watch = Stopwatch()
    port = watch.watch(_Port(seconds))
    first, second = asyncio.Event(), asyncio.Event()

    async def work(release: str, wait: asyncio.Event) -> str:
        with watch.working_for(release):
            return await port.look(wait, found=release)

    one = asyncio.create_task(work("one", first))
    await asyncio.sleep(0)
    seconds[0] += 10
    other = asyncio.create_task(work("other", second))
    await asyncio.sleep(0)
    first.set()
    assert await one == "one"
    seconds[0] += 5
    second.set()
    assert await other == "other"

    assert (port.name, port.path()) == ("pypi", "here")
    assert (watch.take("one"), watch.take("other")) == (11, 7)
