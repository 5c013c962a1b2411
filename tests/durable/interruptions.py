"""Interruptions: something happens, or everything stops, at an exact place of a release."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.releases.running import engine
from bot.releases.running.steps import ReleaseSteps
from tests.durable.driving import PATIENCE_SECONDS, Bench, Driver
from tests.fakes.effect_log import Moment


class Interruption:
    """The first call of a step with this argument never comes back, as when the process dies."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, step: str, named: str, when: Moment = "after"
    ) -> None:
        """Put it in place; engines no longer wait for what is in flight when they are closed."""
        self._reached = asyncio.Event()
        monkeypatch.setattr(engine, "GRACE_SECONDS", 0)
        work = getattr(ReleaseSteps, step)

        async def interrupted(steps: ReleaseSteps, *args: object) -> object:
            meant = named in args and not self._reached.is_set()
            result = None if meant and when == "before" else await work(steps, *args)
            if meant:
                self._reached.set()
                await asyncio.Event().wait()
            return result

        monkeypatch.setattr(ReleaseSteps, step, interrupted)

    async def happened(self) -> None:
        """Wait until everything has stopped there."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._reached.wait()

    async def reached(
        self, bench: Bench, begin: Callable[[Driver], Awaitable[str]] = Driver.start
    ) -> str:
        """Drive a release on a new engine until it is interrupted; its id.

        For an event loop of its own, whose end is the end of everything that was in flight.
        """
        async with bench.running() as driver:
            release = await begin(driver)
            driving = asyncio.create_task(driver.patiently(release))
            await self.happened()
            driving.cancel()
            await asyncio.wait([driving])
        return release


def before_stage(
    monkeypatch: pytest.MonkeyPatch, stage: str, *happenings: Callable[[], Any]
) -> None:
    """Let the first of these things happen right before the stage first runs, and so on."""
    perform = ReleaseSteps.perform
    waiting = list(happenings)

    async def performing(steps: ReleaseSteps, release: str, name: str) -> dict[str, Any]:
        if name == stage and waiting:
            waiting.pop(0)()
        return await perform(steps, release, name)

    monkeypatch.setattr(ReleaseSteps, "perform", performing)


class Pause:
    """The first call of a fake's method with this argument waits until it may go on."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, part: object, method: str, named: str = ""
    ) -> None:
        """Put it in place."""
        self._reached, self._over = asyncio.Event(), asyncio.Event()
        work = getattr(part, method)

        async def paused(*args: object, **kwargs: object) -> object:
            if not self._reached.is_set() and (not named or named in args):
                self._reached.set()
                await self._over.wait()
            return await work(*args, **kwargs)

        monkeypatch.setattr(part, method, paused)

    async def reached(self) -> None:
        """Wait until the call has come."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._reached.wait()

    def end(self) -> None:
        """Let the call go on."""
        self._over.set()
