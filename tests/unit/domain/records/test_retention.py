"""Retention: what is needed never goes, what is too old or too much does, the oldest first."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import moments
from bot.domain.records import retention
from bot.domain.records.retention import GRACE, KnownRelease, Limits, StoredArtifact

NOW = "2026-06-01T00:00:00.000Z"
LIMITS = Limits(newest=1)


def ago(days: float) -> str:
    """The moment so many days ago."""
    return moments.later(NOW, -days * 24 * 3600)


def stored(name: str, days: float, size: int = 1) -> StoredArtifact:
    """An artifact that was last needed so many days ago."""
    return StoredArtifact(sha256=name, size=size, used=ago(days))


def ended(name: str, days: float, *artifacts: str, project: str = "greeter") -> KnownRelease:
    """A release that ended so many days ago."""
    return KnownRelease(id=name, project=project, ended=ago(days), artifacts=frozenset(artifacts))


def gone(*shelf: StoredArtifact, releases: tuple[KnownRelease, ...] = ()) -> dict[str, str]:
    """What goes, and why."""
    chosen = retention.choose(shelf, releases, LIMITS, NOW)
    return {removal.artifact.sha256: removal.why for removal in chosen}


NAMES = st.sampled_from("abcdefgh")
DAYS = st.floats(-10, 1000)
SHELVES = st.lists(
    st.builds(stored, NAMES, DAYS, st.integers(0, 10**11)), unique_by=lambda each: each.sha256
)
RELEASES = st.lists(
    st.builds(
        KnownRelease,
        id=st.uuids().map(str),
        project=st.sampled_from(["greeter", "other"]),
        ended=st.one_of(st.just(""), DAYS.map(ago)),
        artifacts=st.frozensets(NAMES),
    ),
    unique_by=lambda each: each.id,
)
ANY_LIMITS = st.builds(
    Limits,
    artifacts=st.timedeltas(dt.timedelta(), dt.timedelta(days=900)),
    artifacts_bytes=st.integers(0, 10**12),
    releases=st.timedeltas(dt.timedelta(), dt.timedelta(days=900)),
    logs=st.timedeltas(dt.timedelta(), dt.timedelta(days=900)),
    newest=st.integers(1, 3),
)


@given(shelf=SHELVES, releases=RELEASES, limits=ANY_LIMITS)
def test_nothing_that_is_needed_ever_goes(
    shelf: list[StoredArtifact], releases: list[KnownRelease], limits: Limits
) -> None:
    """Of an open release or a newest one, whoever else refers to it; nor anything new."""
    chosen = {each.artifact.sha256 for each in retention.choose(shelf, releases, limits, NOW)}
    projects = {
        each.project: [r for r in releases if r.project == each.project] for each in releases
    }
    newest = [
        max((r for r in those if r.ended), key=lambda r: (r.ended, r.id), default=None)
        for those in projects.values()
    ]
    for needed in (*(each for each in releases if not each.ended), *filter(None, newest)):
        assert not chosen & needed.artifacts
        assert needed.id not in retention.forgettable(releases, limits, NOW)
    young = {each.sha256 for each in shelf if each.used > ago(GRACE.days)}
    assert not chosen & young


@given(shelf=SHELVES, releases=RELEASES, limits=ANY_LIMITS)
def test_a_second_round_finds_nothing_more(
    shelf: list[StoredArtifact], releases: list[KnownRelease], limits: Limits
) -> None:
    """What is left is either needed, young, or within the limits."""
    chosen = {each.artifact for each in retention.choose(shelf, releases, limits, NOW)}
    rest = [each for each in shelf if each not in chosen]

    assert retention.choose(rest, releases, limits, NOW) == ()


@given(releases=RELEASES, limits=ANY_LIMITS)
def test_only_what_ended_long_ago_is_forgotten(
    releases: list[KnownRelease], limits: Limits
) -> None:
    """Never one that ended within the limit, or within a day."""
    known = {each.id: each for each in releases}
    for name in retention.forgettable(releases, limits, NOW):
        age = moments.seconds_between(known[name].ended, NOW)
        assert age >= max(limits.releases, GRACE).total_seconds()


def test_age_decides_first() -> None:
    """Half a year after it was last needed."""
    assert gone(stored("a", 181), stored("b", 179)) == {"a": "older than 180 days"}


def test_then_size_decides_and_the_oldest_goes_first() -> None:
    """Until what stays is small enough, counting what must stay."""
    nine = 9 * 1000**3
    shelf = (stored("a", 3, nine), stored("b", 2, nine), stored("c", 4, nine))

    assert gone(*shelf) == dict.fromkeys("ca", "more than 10.0 GB are stored")
    assert list(gone(*shelf, releases=(ended("r", 5, "c"),))) == ["a", "b"]


def test_each_project_keeps_its_newest_release() -> None:
    """A quiet project loses nothing to a busy one."""
    releases = (
        ended("old", 900, "a"),
        ended("new", 800, "b"),
        ended("other", 1000, "c", project="other"),
    )
    shelf = (stored("a", 900), stored("b", 800), stored("c", 1000))

    assert list(gone(*shelf, releases=releases)) == ["a"]
    assert retention.forgettable(releases, LIMITS, NOW) == ("old",)


def test_a_round_is_bounded() -> None:
    """The rest goes on the next day."""
    shelf = [stored(f"{number:04}", 200) for number in range(retention.MOST_ARTIFACTS + 1)]

    assert len(gone(*shelf)) == retention.MOST_ARTIFACTS


def test_no_limit_is_shorter_than_a_day() -> None:
    """What is younger may belong to work that is not recorded yet."""
    strict = replace(LIMITS, artifacts=dt.timedelta(), releases=dt.timedelta(), artifacts_bytes=0)
    releases = (ended("new", 0.1), ended("old", 0.9))

    assert retention.choose([stored("a", 0.9)], (), strict, NOW) == ()
    assert retention.forgettable(releases, strict, NOW) == ()
