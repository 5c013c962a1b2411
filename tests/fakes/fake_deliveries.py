"""What a code host tried to deliver, in memory."""

from collections.abc import AsyncGenerator

from bot.domain import moments
from bot.domain.events.missed import Attempt
from tests.fakes.effect_log import EffectLog


class FakeDeliveries(EffectLog):
    """Implements `ports.Deliveries`."""

    def __init__(self, *attempts: Attempt) -> None:
        """Remember these, the newest first."""
        super().__init__()
        self.attempts = list(attempts)
        self.since_asked: list[str] = []

    async def login(self) -> str:
        """An App's."""
        return "releasebot-of-acme[bot]"

    async def since(self, moment: str) -> AsyncGenerator[Attempt, None]:
        """Those that are not older."""
        self.since_asked.append(moment)
        with self._call("since"):
            for attempt in self.attempts:
                if moments.at(attempt.time) < moment:
                    return
                yield attempt

    async def ask_again(self, attempt: int) -> None:
        """Note it."""
        with self._call("ask_again"):
            self._record("ask_again", str(attempt))
