"""Retention: what of the past may go now, and why; what an open release needs never does."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain import moments, phrases

GRACE = dt.timedelta(days=1)  # what is younger may belong to work that nobody has recorded yet
MOST_ARTIFACTS = 1000  # in one round, so that a round is short


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """For how long what has ended is kept, and how much of it."""

    artifacts: dt.timedelta = dt.timedelta(days=180)
    artifacts_bytes: int = 10 * 1000**3
    logs: dt.timedelta = dt.timedelta(days=30)
    releases: dt.timedelta = dt.timedelta(days=730)
    newest: int = 5  # so many ended releases of each project stay as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRelease:
    """A release by what it needs. `ended` is "" as long as it may still go on."""

    id: str
    project: str
    ended: str
    artifacts: frozenset[str] = frozenset()  # their hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArtifact:
    """What is kept under one hash, and when it was last stored or found again."""

    sha256: str
    size: int
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An artifact that goes, and the reason in words."""

    artifact: StoredArtifact
    why: str


def choose(
    stored: Iterable[StoredArtifact], releases: Sequence[KnownRelease], limits: Limits, now: str
) -> tuple[Removal, ...]:
    """The artifacts that go: the too old ones, then the oldest until the rest is small enough."""
    known = sorted(stored, key=lambda each: (each.used, each.sha256))
    needed = needed_artifacts(releases, limits)
    total = sum(each.size for each in known)
    gone: list[Removal] = []
    for each in known:
        if each.sha256 in needed or _age(each.used, now) < GRACE:
            continue
        why = _why(each, total, limits, now)
        if why and len(gone) < MOST_ARTIFACTS:
            gone.append(Removal(artifact=each, why=why))
            total -= each.size
    return tuple(gone)


def _why(artifact: StoredArtifact, total: int, limits: Limits, now: str) -> str:
    if _age(artifact.used, now) >= limits.artifacts:
        return f"older than {phrases.counted(limits.artifacts.days, 'day')}"
    if total > limits.artifacts_bytes:
        return f"more than {phrases.size(limits.artifacts_bytes)} are stored"
    return ""


def needed_artifacts(releases: Sequence[KnownRelease], limits: Limits) -> frozenset[str]:
    """What must stay, whatever its age: open releases or the newest ended ones refer to it."""
    kept = _kept(releases, limits)
    return frozenset[str]().union(*(each.artifacts for each in releases if each.id in kept))


def forgettable(releases: Sequence[KnownRelease], limits: Limits, now: str) -> tuple[str, ...]:
    """The releases of which nothing but the audit stays, the oldest first."""
    kept = _kept(releases, limits)
    old = [each for each in ended_before(releases, limits.releases, now) if each.id not in kept]
    return tuple(each.id for each in sorted(old, key=lambda each: each.ended))


def ended_before(
    releases: Iterable[KnownRelease], age: dt.timedelta, now: str
) -> tuple[KnownRelease, ...]:
    """The releases that ended at least so long ago."""
    oldest = max(age, GRACE)
    return tuple(each for each in releases if each.ended and _age(each.ended, now) >= oldest)


def _kept(releases: Iterable[KnownRelease], limits: Limits) -> frozenset[str]:
    """The releases of which everything stays: the open ones, and the newest of each project."""
    ended: dict[str, list[KnownRelease]] = defaultdict(list)
    kept: set[str] = set()
    for each in releases:
        if each.ended:
            ended[each.project].append(each)
        else:
            kept.add(each.id)
    for found in ended.values():
        newest = sorted(found, key=lambda each: (each.ended, each.id), reverse=True)
        kept |= {each.id for each in newest[: limits.newest]}
    return frozenset(kept)


def _age(moment: str, now: str) -> dt.timedelta:
    return dt.timedelta(seconds=moments.seconds_between(moment, now))
