"""Pace: how fast Slack may be written to, whoever writes."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable


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
