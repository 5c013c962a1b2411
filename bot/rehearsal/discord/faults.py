"""Faults on demand: what happens to the next requests of a route."""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["status", "lost", "unreachable", "limited", "slow", "withheld"]


@dataclass
class Fault:
    """One kind of trouble for the requests that it fits, a number of times.

    `status` answers with that status and code and does nothing; `lost` does everything and then
    drops the connection; `unreachable` drops it at once; `limited` is a 429 for `seconds`; `slow`
    waits before it does anything; `withheld` does everything and then waits with its answer.
    """

    kind: Kind
    method: str
    path: str  # a regular expression that is searched for in the path below /api/v10
    times: int = 1
    status: int = 500
    code: int = 0
    seconds: float = 0.05
    met: int = 0

    def fits(self, method: str, path: str) -> bool:
        """Whether this request is hit."""
        return self.met < self.times and self.method == method and bool(re.search(self.path, path))


@dataclass
class Faults:
    """The faults that wait for their requests."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Let a fault happen from now on; its `met` tells how often it did."""
        self.waiting.append(fault)
        return fault

    def next(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, if any; counts it."""
        for fault in self.waiting:
            if fault.fits(method, path):
                fault.met += 1
                return fault
        return None

    def clear(self) -> None:
        """Be well again."""
        self.waiting.clear()
