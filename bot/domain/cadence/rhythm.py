"""Rhythm: for each kind of release, when the next one is due, and which of them is next."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.domain.cadence import intervals, past
from bot.domain.cadence.intervals import Interval
from bot.domain.cadence.past import KINDS, Kind, PastRelease, Seen

Json = dict[str, Any]
State = Literal["early", "due", "overdue", "as_needed", "never", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often a project is released, by kind; None stands for "as needed"."""

    rhythms: Mapping[Kind, Interval | None]
    notice: Interval | None = None  # how long before a major release people hear of it

    def rows(self) -> tuple[tuple[Kind, str], ...]:
        """Each kind with its interval as it is written, the largest kind first."""
        return tuple(
            (kind, interval.text() if (interval := self.rhythms[kind]) else intervals.AS_NEEDED)
            for kind in reversed(KINDS)
            if kind in self.rhythms
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One kind of release in its rhythm. Moments are RFC 3339 in UTC, "" where there is none.

    It may come from `not_before` on, and should come until `due_by`.
    """

    kind: Kind
    rhythm: str
    state: State
    version: str = ""  # that it counts from
    released: str = ""
    not_before: str = ""
    due_by: str = ""
    days_overdue: int = 0
    waiting: int | None = None  # changes; None where that is not known


def beats(
    cadence: Cadence, recorded: Mapping[str, str], seen: Seen | None, now: str
) -> tuple[Beat, ...]:
    """How each kind stands at the moment `now`, the largest kind first.

    `recorded` are the moments at which the bot released versions. `seen` None: the repository
    told nothing, so that a release of which there is no record may be there all the same.
    """
    releases = past.together(recorded, seen.tagged if seen else (), now)
    found = []
    for kind, rhythm in cadence.rows():
        waiting = seen.waiting(kind) if seen else None
        last = past.last(releases, kind)
        standing = _stand(cadence.rhythms[kind], last, now, is_whole=seen is not None)
        found.append(Beat(kind=kind, rhythm=rhythm, waiting=waiting, **standing))
    return tuple(found)


def following(found: Sequence[Beat]) -> Beat | None:
    """Which is next: the one that is due first, of those for which something waits if any does."""
    dated = [beat for beat in found if beat.due_by]
    return min(dated, key=lambda beat: (beat.waiting == 0, beat.due_by), default=None)


def to_json(cadence: Cadence, found: Sequence[Beat], now: str) -> Json:
    """The same for machines, and for whoever puts it into words."""
    following_one = following(found)
    return {
        "now": now,
        "notice": cadence.notice.text() if cadence.notice else None,
        "next": following_one.kind if following_one else None,
        "rhythms": [{key: _told(value) for key, value in asdict(beat).items()} for beat in found],
    }


def _told(value: object) -> object:
    return None if value == "" else value


def _stand(
    interval: Interval | None, last: PastRelease | None, now: str, *, is_whole: bool
) -> Json:
    if last is None:
        told: State = "never" if is_whole else "unknown"
        return {"state": told if interval else "as_needed"}
    known = {"version": str(last.version), "released": last.time}
    if interval is None:
        return {**known, "state": "as_needed"}
    if not last.time:
        return {**known, "state": "unknown"}
    return {**known, **_window(interval, last.time, now)}


def _window(interval: Interval, released: str, now: str) -> Json:
    start, today = past.day(released), past.day(now)
    first = intervals.later(start, interval.low, interval.unit)
    final = intervals.later(start, interval.high, interval.unit)
    state: State = "early" if today < first else "due" if today <= final else "overdue"
    return {
        "state": state,
        "not_before": past.begins(first),
        "due_by": past.ends(final),
        "days_overdue": max(0, (today - final).days),
    }
