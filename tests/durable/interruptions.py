"""Interruptions: something happens, or everything stops, at an exact place of a release."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.releases import engine
from bot.releases.steps import ReleaseSteps
from tests.durable.driving import PATIENCE_SECONDS, Bench
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

    async def reached(self, bench: Bench) -> str:
        """Drive a release on a new engine until it is interrupted; its id.

        For an event loop of its own, whose end is the end of everything that was in flight.
        """
        async with bench.running() as driver:
            release = await driver.start()
            driving = asyncio.create_task(driver.patiently(release))
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._reached.wait()
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
