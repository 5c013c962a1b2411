"""An inbox in memory, with the same rules as the one in the database."""

import asyncio
import hashlib
from dataclasses import replace

from bot import errors
from bot.ports import Delivery, KeptDelivery


class FakeInbox:
    """Implements `ports.Inbox`; `outcomes` tells what became of each by its id."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self.kept: list[KeptDelivery] = []
        self.outcomes: dict[str, tuple[str, str]] = {}
        self.pauses: list[float] = []
        self.is_full = False
        self._due: asyncio.Queue[KeptDelivery] = asyncio.Queue()

    async def keep(self, delivery: Delivery) -> bool:
        """Keep what is new by id and by body."""
        if self.is_full:
            raise errors.Unknown("The inbox is full.", "Send it again.")
        digest = hashlib.sha256(delivery.body).digest()
        for known in self.kept:
            if known.guid == delivery.guid or hashlib.sha256(known.body).digest() == digest:
                return False
        kept = KeptDelivery(
            guid=delivery.guid,
            event=delivery.event,
            body=delivery.body,
            number=len(self.kept) + 1,
            received="2026-03-04T05:06:07.000Z",
            attempts=0,
        )
        self.kept.append(kept)
        self._due.put_nowait(kept)
        return True

    async def take(self) -> KeptDelivery:
        """The next one."""
        found = await self._due.get()
        taken = replace(found, attempts=found.attempts + 1)
        self.kept[found.number - 1] = taken
        return taken

    async def finish(self, number: int, outcome: str) -> None:
        """Note what came of it."""
        self._note(number, "done", outcome)

    async def put_off(self, number: int, why: str, seconds: float) -> None:
        """Note why, and let it have its next turn at once, behind the others."""
        self.pauses.append(seconds)
        self._note(number, "due", why)
        self._due.put_nowait(self.kept[number - 1])

    async def set_aside(self, number: int, why: str) -> None:
        """Note why."""
        self._note(number, "aside", why)

    def _note(self, number: int, state: str, why: str) -> None:
        self.outcomes[self.kept[number - 1].guid] = (state, why)
