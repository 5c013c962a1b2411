"""The sweep: starts what is decided, fails what broke off, keeps the time of open questions."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, SetWorkflowID

from bot.domain.approvals.approval import Question
from bot.ports import Clock
from bot.releases.controls import voting
from bot.releases.running import conclusion
from bot.releases.storage import question_rows, segment_rows
from bot.releases.storage.database import Database
from bot.releases.storage.segment_rows import DueSegment
from bot.releases.watching import reminding

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
GIVEN_UP = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]  # as DBOS calls it


class Sweep:
    """Looks at due rows whenever it is woken, and every second in any case."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        wake: asyncio.Event,
        run_segment: Callable[[str, str, int], Coroutine[Any, Any, None]],
        roles: Callable[[], dict[str, frozenset[str]]],
    ) -> None:
        """Keep what it needs; `start` begins."""
        self._roles = roles
        self._database = database
        self._clock = clock
        self._wake = wake
        self._run_segment = run_segment
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Sweep in the background from now on."""
        self._task = asyncio.get_running_loop().create_task(self._forever(), name="sweep")

    async def stop(self) -> None:
        """End the round that is under way, then sweep no more; nothing is cut off in the middle."""
        self._stopping = True
        self._wake.set()
        if self._task:
            await self._task

    async def _forever(self) -> None:
        while not self._stopping:
            try:
                await self.once()
            except Exception:  # the next round must come, whatever this one met
                logger.exception("sweep")
            await self._until_woken()

    async def _until_woken(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(EVERY_SECONDS):
                await self._wake.wait()
        if not self._stopping:
            self._wake.clear()

    async def once(self) -> None:
        """One round. Starting a segment that already runs changes nothing: its id is the same."""
        now = self._clock.now()
        await self._database.run(_expire, now)
        for segment in await self._database.run(segment_rows.due, now):
            await self._start(segment)
        await self._break_off(now)
        await self._database.run(reminding.remind, self._roles(), now)

    async def _start(self, segment: DueSegment) -> None:
        try:
            with SetWorkflowID(segment.workflow_id):
                await DBOS.start_workflow_async(
                    self._run_segment, segment.release, segment.name, segment.attempt
                )
        except Exception:  # the other segments must start, whatever is wrong with this one
            logger.exception("start of %s", segment.workflow_id)

    async def _break_off(self, now: str) -> None:
        """Let no release seem to run whose workflow the engine has given up."""
        started = await self._database.run(segment_rows.started, now)
        segments = {segment.workflow_id: segment for segment in started}
        if not segments:
            return
        given_up = await DBOS.list_workflows_async(
            workflow_ids=list(segments), status=GIVEN_UP, load_input=False, load_output=False
        )
        for workflow in given_up:
            segment = segments[workflow.workflow_id]
            await self._database.run(conclusion.break_off, segment, now)


def _expire(connection: sa.Connection, now: str) -> None:
    def expire_one(question: Question) -> None:
        if now >= question.expires:
            voting.close(connection, question, "expired", now)

    question_rows.each_open(connection, expire_one)
