"""Time as a role, so that tests can say what time it is."""

from typing import Protocol


class Clock(Protocol):
    """Time, so that tests can say what time it is."""

    def now(self) -> str:
        """This moment as `domain.moments` writes it: RFC 3339 in UTC, to the millisecond."""
        ...
