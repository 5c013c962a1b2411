"""Pace: how fast a chat may be written to, whoever writes, and when it wants less."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

from bot import errors


class TooFast(errors.Unknown):
    """A chat wants fewer requests; it may be asked again after so many `seconds`."""

    reason = "rate_limited"

    def __init__(self, host: str, seconds: float) -> None:
        """Take what it said of when to come again."""
        super().__init__(
            f"{host} wants fewer requests.", f"The bot asks again after {seconds:g} seconds."
        )
        self.seconds = seconds


def asked_to_wait(error: errors.ReleasebotError) -> float:
    """For how many seconds a chat wants to hear nothing; 0 where it did not say."""
    return error.seconds if isinstance(error, TooFast) else 0.0


class Pace:
    """Gives out turns, each a while after the one before it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Nobody has had a turn."""
        self._now = now
        self._next: dict[str, float] = defaultdict(float)

    async def turn(self, of: str, seconds: float) -> None:
        """Wait for the next turn of that name; the one after it is so many seconds later."""
        now = self._now()
        mine = max(now, self._next[of])
        self._next[of] = mine + seconds
        await asyncio.sleep(mine - now)

    def pause(self, of: str, seconds: float) -> None:
        """Let the next turn of that name be no sooner than that."""
        self._next[of] = max(self._next[of], self._now() + seconds)
