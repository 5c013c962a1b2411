"""Faults on demand: what goes wrong, where, and how often."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "rate_limited",  # of a method: 429 with Retry-After, nothing done
    "server_error",  # of a method: a 5xx answer, nothing done
    "dropped",  # of a method: the connection breaks before anything is done
    "answer_lost",  # of a method: it is done, then the connection breaks
    "done_then_error",  # of a method: it is done, then a 5xx answer
    "slow",  # of a method: done and answered after `seconds`
    "refused",  # of a method: `ok: false` with `error`
    "socket_dropped",  # of a delivery: the socket breaks right after the envelope was sent
    "sent_twice",  # of a delivery: the same envelope comes a second time
    "late",  # of a delivery: the envelope leaves `seconds` after the person acted
    "acknowledgement_lost",  # of a delivery: the app's answer never reaches Slack
]
KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong the next `times` times with this target.

    The target is a method ("chat.postMessage") or a delivery ("slash_commands", "interactive",
    "events_api"); "*" means any.
    """

    kind: Kind
    target: str = "*"
    times: int = 1
    seconds: float = 1.0
    status: int = 503
    error: str = "internal_error"


@dataclass(slots=True)
class Faults:
    """The faults that are still to come, in order."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        self.waiting += [fault] * fault.times

    def clear(self) -> None:
        """Let nothing more go wrong."""
        self.waiting.clear()

    def take(self, target: str, *kinds: Kind) -> Fault | None:
        """The next fault of one of these kinds for that target; it is used up by this."""
        for number, fault in enumerate(self.waiting):
            if fault.kind in kinds and fault.target in (target, "*"):
                return self.waiting.pop(number)
        return None
