"""The steps that the workflows call, bound to one database and one outside world."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.ports import Clock
from bot.releases.running import conclusion, performing, segments
from bot.releases.running.performing import Performer
from bot.releases.storage.database import Database
from bot.releases.storage.segment_rows import DueSegment

Json = dict[str, Any]


class ReleaseSteps:
    """Implements `workflow.Steps`; `wake` is set whenever something may have become due."""

    def __init__(
        self, database: Database, performer: Performer, clock: Clock, wake: asyncio.Event
    ) -> None:
        """Keep what the steps need."""
        self._database = database
        self._performer = performer
        self._clock = clock
        self._wake = wake

    async def begin(self, release: str, segment: str, attempt: int) -> list[list[str]]:
        """Record that the segment runs; tell its waves."""
        due = DueSegment(release=release, name=segment, attempt=attempt)
        return await self._database.run(segments.begin, due)

    async def perform(self, release: str, stage: str) -> Json:
        """Run the stage, unless somebody stopped the release."""
        now = self._clock.now()
        if stopped := await self._database.run(segments.begin_stage, release, stage, now):
            return performing.stopped_answer(stopped)
        return await self._performer.perform(release, stage)

    async def record(self, release: str, stage: str, answer: Json) -> None:
        """Write down its answer."""
        await self._database.run(segments.record, release, stage, answer)

    async def conclude(
        self, release: str, segment: str, attempt: int, answers: Sequence[Json]
    ) -> None:
        """Decide what follows, and let the sweep start it at once."""
        due = DueSegment(release=release, name=segment, attempt=attempt)
        await self._database.run(conclusion.conclude, due, answers, self._clock.now())
        self._wake.set()
