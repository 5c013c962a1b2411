"""A clock that stands until a test moves it."""

from datetime import datetime, timedelta

from bot.domain import moments


class FakeClock:
    """Implements `ports.Clock`."""

    def __init__(self, now: str = "2026-03-04T05:06:07Z") -> None:
        """Stand at that moment."""
        self._now = datetime.fromisoformat(now)

    def now(self) -> str:
        """The moment where the clock stands."""
        return moments.moment(self._now)

    def advance(self, seconds: float) -> None:
        """Move the clock forwards, or back with a negative number."""
        self._now += timedelta(seconds=seconds)
