"""Work: what goes on after an acknowledgement, so that a bot that stops waits for it."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Iterable
from typing import Any, Generic, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
MOST_SEEN = 5000
LAST_SECONDS = 5.0
AGAIN_SECONDS = 0.5
AT_ONCE = 6  # answers that are worked on; more would hold up whoever votes meanwhile
CALM_SECONDS = 2.0  # for which a click may hold up answers that were not begun before
HEAD_START = 0.02  # seconds in which a crowd's acknowledgements leave before the first answer


class Begun(Generic[T]):
    """What was begun, and may be over."""

    def __init__(self, task: asyncio.Task[T]) -> None:
        """Watch this task."""
        self._task = task

    @property
    def is_over(self) -> bool:
        """Whether it is over, well or not."""
        return self._task.done()

    async def end(self) -> T:
        """Wait until it is over."""
        return await self._task


class Work:
    """The tasks that are not over, and the deliveries that were taken."""

    def __init__(self) -> None:
        """Nothing is to be done yet."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Any]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._urgent = 0
        self._calm = asyncio.Event()
        self._calm.set()

    def is_repeated(self, delivery: str) -> bool:
        """Whether this delivery came before; the engine would notice too, but answer twice."""
        if delivery in self._seen:
            return True
        self._seen[delivery] = None
        while len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        return False

    def begin(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Do it beside everything else; a bug in it is noted in the log."""
        task = self._begun(self._in_turn(coroutine))
        del task  # it is kept until it is over

    async def _in_turn(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """Do it when fewer are being done, so that a crowd is acknowledged at once."""
        try:
            await asyncio.sleep(HEAD_START)
            async with self._turns:
                await self._calm.wait()
                await coroutine
        finally:
            coroutine.close()  # for one that was stopped before its turn

    def _begun(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._end)
        return task

    async def within(self, coroutine: Coroutine[Any, Any, T], seconds: float) -> Begun[T]:
        """Begin it, and wait so long, in which nothing else begins; what takes longer goes on."""
        task = self._begun(coroutine)
        await self._awaited(task, seconds)
        return Begun(task)

    async def once(self, delivery: str, coroutine: Coroutine[Any, Any, T]) -> T | None:
        """What came of it, however long it takes; at first, nothing else begins meanwhile.

        The same delivery again waits for the first; None where that was over before. It goes on
        even if nobody waits for it any more.
        """
        task = self._under_way.get(delivery)
        if task is not None or self.is_repeated(delivery):
            coroutine.close()
        else:
            task = self._under_way[delivery] = self._begun(coroutine)
            task.add_done_callback(lambda _: self._under_way.pop(delivery))
        if task is None:
            return None
        await self._awaited(task, CALM_SECONDS)
        if not task.done():  # else it is acknowledged before anybody else is let in
            await asyncio.wait({task})
        if task.cancelled() or task.exception():
            self.forget(delivery)
        done: T = task.result()
        return done

    def forget(self, delivery: str) -> None:
        """Let the same delivery count anew: nothing came of it."""
        self._seen.pop(delivery, None)

    async def _awaited(self, task: asyncio.Task[Any], seconds: float) -> None:
        self._urgent += 1
        self._calm.clear()
        try:
            await asyncio.wait({task}, timeout=seconds)
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()

    async def ended(self) -> None:
        """Wait for what was begun, and stop what does not end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_SECONDS)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _end(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("something that a chat sent could not be handled", exc_info=error)


async def stopped(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they are over: `asyncio.wait_for` may lose a cancellation.

    It does, before Python 3.12, if what it waits for ends at the same moment; libraries use it.
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
