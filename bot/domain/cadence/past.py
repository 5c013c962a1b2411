"""The past: when a project was released, and as what kind, out of its tags and our records."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from packaging.version import Version

from bot.domain import moments
from bot.domain.notes import release_notes
from bot.domain.plans.facts import RepositoryFacts
from bot.domain.versions import references, version, version_line

Kind = Literal["prerelease", "patch", "minor", "major"]

KINDS: tuple[Kind, ...] = ("prerelease", "patch", "minor", "major")  # each is also those before it


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRelease:
    """A version that was released; `time` is a moment, "" where nobody knows it."""

    version: Version
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a repository tells: its tagged versions, and how many changes wait for a release.

    A number is None where it is not known.
    """

    tagged: tuple[PastRelease, ...]
    since_final: int | None  # what a final release would bring
    since_previous: int | None  # what a pre-release would bring

    def waiting(self, kind: Kind) -> int | None:
        """How many changes a release of this kind would bring."""
        return self.since_previous if kind == "prerelease" else self.since_final


def see(facts: RepositoryFacts) -> Seen:
    """What the facts of the branch tell."""
    line = version_line.read_line(facts, {})
    is_bounded = line.final_tag is None and line.previous_tag is not None
    since_final = None if is_bounded else len(release_notes.changes_since(facts, line.final_tag))
    return Seen(
        tagged=tuple(
            PastRelease(version=found, time=tag.time)
            for tag in facts.tags
            if (found := references.tag_version(tag.name, facts.rules.tag))
        ),
        since_final=since_final,
        since_previous=len(release_notes.changes_since(facts, line.previous_tag)),
    )


def together(
    recorded: Mapping[str, str], tagged: Sequence[PastRelease], now: str
) -> tuple[PastRelease, ...]:
    """Every release once, by version; what was recorded counts before the time of a tag.

    A time that is yet to come is that of a wrong clock, so it is not known.
    """
    times = {each.version: each.time for each in tagged}
    for text, time in recorded.items():
        if stated := version.read_version(text):
            times[stated] = time
    return tuple(PastRelease(version=each, time=_known(times[each], now)) for each in sorted(times))


def last(releases: Sequence[PastRelease], kind: Kind) -> PastRelease | None:
    """The newest release from which a rhythm of this kind counts; None where there is none.

    That is also one of a larger kind: after a major release no minor one is overdue. Where a
    higher version has no known time, nobody knows which was the newest.
    """
    least = KINDS.index(kind)
    counting = [each for found, each in _kinds(releases) if KINDS.index(found) >= least]
    if not counting:
        return None
    newest = max(counting, key=lambda each: each.time)
    undated = [each for each in counting if not each.time and each.version >= newest.version]
    return max(undated, key=lambda each: each.version) if undated else newest


def day(moment: str) -> dt.date:
    """The day of a moment, in UTC."""
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).date()


def begins(day: dt.date) -> str:
    """The first moment of a day."""
    return moments.moment(dt.datetime.combine(day, dt.time.min, dt.UTC))


def ends(day: dt.date) -> str:
    """The last moment of a day."""
    return moments.moment(dt.datetime.combine(day, dt.time.max, dt.UTC))


def _known(time: str, now: str) -> str:
    if not time:
        return ""
    known = moments.at(time)
    return known if known <= moments.at(now) else ""


def _kinds(releases: Sequence[PastRelease]) -> Iterator[tuple[Kind, PastRelease]]:
    """Each release with its kind: which number it raises above the final one below it."""
    finals = [each for each in releases if not each.version.is_prerelease]
    yield from (("prerelease", each) for each in releases if each.version.is_prerelease)
    below = [Version("0"), *(each.version for each in finals)]
    for older, newer in zip(below, finals, strict=False):
        yield version.level_between(older, newer.version), newer
