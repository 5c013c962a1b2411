"""The inbox in the bot's database: deliveries that arrive together share one transaction."""

import asyncio
import contextlib
from collections import deque

from bot import errors
from bot.domain import moments
from bot.ports import Clock, Delivery, KeptDelivery
from bot.releases.incoming import inbox_rows
from bot.releases.storage.database import Database

AT_ONCE = 200  # deliveries in one transaction
MOST_WAITING = 2000  # that were received and not written yet
MOST_BYTES = 256 * 2**20  # of those
LOOK_SECONDS = 1.0  # for what was put off

Waiting = tuple[Delivery, str, asyncio.Future[bool]]


class DatabaseInbox:
    """Implements `ports.Inbox`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep deliveries in this database."""
        self._database = database
        self._clock = clock
        self._waiting: deque[Waiting] = deque()
        self._bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()

    async def keep(self, delivery: Delivery) -> bool:
        """Keep it durably, together with whatever arrived while others were written."""
        if len(self._waiting) >= MOST_WAITING or self._bytes > MOST_BYTES:
            raise errors.Unknown(
                "More deliveries arrive than can be kept.", "They are to be sent again later."
            )
        digest = inbox_rows.digest_of(delivery)
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, digest, kept))
        self._bytes += len(delivery.body)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="inbox")
        return await kept

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            self._bytes -= sum(len(delivery.body) for delivery, _, _ in batch)
            try:
                arrived = [(delivery, digest) for delivery, digest, _ in batch]
                now = self._clock.now()
                answers = await self._database.run(inbox_rows.keep, arrived, now)
            except Exception as error:  # noqa: BLE001  # whoever waits for it is told
                for _, _, kept in batch:
                    if not kept.done():
                        kept.set_exception(error)
            else:
                for (_, _, kept), is_new in zip(batch, answers, strict=True):
                    if not kept.done():
                        kept.set_result(is_new)
                self._arrived.set()

    async def take(self) -> KeptDelivery:
        """The oldest that is due, as soon as there is one."""
        while True:
            self._arrived.clear()
            if found := await self._database.run(inbox_rows.take, self._clock.now()):
                return found
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._arrived.wait()

    async def finish(self, number: int, outcome: str) -> None:
        """It was worked on."""
        await self._database.run(inbox_rows.finish, number, outcome)

    async def put_off(self, number: int, why: str, seconds: float) -> None:
        """Try it again after so many seconds."""
        due = moments.later(self._clock.now(), seconds)
        await self._database.run(inbox_rows.put_off, number, why, due)

    async def set_aside(self, number: int, why: str) -> None:
        """Try it no more, unless it is sent again."""
        await self._database.run(inbox_rows.set_aside, number, why, self._clock.now())
