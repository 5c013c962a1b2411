"""The time of this Discord, which a test may put forward, and ids that carry it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

_EPOCH = 1_420_070_400_000  # the first second of 2015, from which Discord counts
_SHIFT = 22


@dataclass
class Clock:
    """The machine's clock and what a test has added to it."""

    ahead: float = 0.0
    last: int = 0

    def now(self) -> float:
        """This moment, in seconds since 1970."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.ahead += seconds

    def snowflake(self) -> int:
        """A new id, larger than every earlier one."""
        made = (int(self.now() * 1000) - _EPOCH) << _SHIFT
        self.last = max(made, self.last + 1)
        return self.last

    def text(self) -> str:
        """This moment as Discord writes it."""
        return written(self.now())


def written(seconds: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def created(snowflake: int) -> float:
    """When the thing with this id was made, in seconds since 1970."""
    return ((snowflake >> _SHIFT) + _EPOCH) / 1000
