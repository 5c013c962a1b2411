"""Missed: which deliveries never arrived, as their sender remembers its attempts."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import moments

WINDOW_SECONDS = 3 * 24 * 3600.0  # so long GitHub delivers again when it is asked
MARGIN_SECONDS = 600.0  # of that, so that no asking comes too late
MOST_ATTEMPTS = 5  # of one delivery; what fails so often is the bot's own trouble
PATIENCE_SECONDS = 60.0  # an attempt may be on its way for so long


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try of the sender to deliver something; all tries of one thing have the same `guid`."""

    id: int
    guid: str
    time: str  # RFC 3339
    succeeded: bool
    repository: int = 0  # the repository's number, 0 where it is about none


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What was missed: the newest attempt of each delivery to ask for, oldest first."""

    again: tuple[Attempt, ...]
    too_old: int = 0
    start: str = ""  # when the first and the last of them should have arrived
    end: str = ""

    @property
    def is_known(self) -> bool:
        """Whether all of it was asked for before: people were told then."""
        return not self.again


def find(attempts: Iterable[Attempt], now: str) -> Gap:
    """The deliveries of which no attempt arrived and that can still be asked for."""
    tries: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        tries.setdefault(attempt.guid, []).append(attempt)
    lost = [_by_age(each) for each in tries.values() if not any(t.succeeded for t in each)]
    oldest = moments.later(now, MARGIN_SECONDS - WINDOW_SECONDS)
    newest = moments.later(now, -PATIENCE_SECONDS)
    recent = [each for each in lost if moments.at(each[0].time) >= oldest]
    again = [
        each[-1]
        for each in recent
        if len(each) < MOST_ATTEMPTS and moments.at(each[-1].time) <= newest
    ]
    times = sorted(moments.at(each[0].time) for each in recent if each[-1] in again)
    return Gap(
        again=tuple(sorted(again, key=lambda each: (moments.at(each.time), each.id))),
        too_old=len(lost) - len(recent),
        start=times[0] if times else "",
        end=times[-1] if times else "",
    )


def is_first(attempt: Attempt, attempts: Iterable[Attempt]) -> bool:
    """Whether the delivery was never asked for again."""
    return sum(other.guid == attempt.guid for other in attempts) == 1


def _by_age(attempts: list[Attempt]) -> list[Attempt]:
    return sorted(attempts, key=lambda each: (moments.at(each.time), each.id))
