"""The past: what counts as which kind of release, and what nobody knows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot.domain.cadence import past
from bot.domain.cadence.past import Kind, PastRelease
from bot.domain.plans.facts import TagFact
from tests.fakes import sample_facts

NOW = "2026-12-01T12:00:00.000Z"
RELEASED = {
    "1.0.0": "2026-01-01T00:00:00.000Z",
    "1.1.0": "2026-02-01T00:00:00.000Z",
    "2.0.0": "2026-03-01T00:00:00.000Z",
    "2.0.1": "2026-04-01T00:00:00.000Z",
    "1.1.1": "2026-05-01T00:00:00.000Z",
    "2.1.0rc1": "2026-06-01T00:00:00.000Z",
}
MOMENTS = st.sampled_from(["", *RELEASED.values(), "2027-01-01T00:00:00.000Z"])


def tagged(times: dict[str, str]) -> tuple[PastRelease, ...]:
    """Tags of these versions."""
    return tuple(PastRelease(version=Version(text), time=time) for text, time in times.items())


@pytest.mark.parametrize(
    ("kind", "counts_from"),
    [("major", "2.0.0"), ("minor", "2.0.0"), ("patch", "1.1.1"), ("prerelease", "2.1.0rc1")],
)
def test_a_larger_release_counts_for_the_smaller_kinds(kind: Kind, counts_from: str) -> None:
    """After a major release no minor one is overdue; the newest by time counts, on any line."""
    found = past.last(past.together(RELEASED, (), NOW), kind)

    assert found is not None
    assert str(found.version) == counts_from
    assert found.time == RELEASED[counts_from]


def test_nothing_of_a_kind_is_none() -> None:
    """Which is not the same as not known."""
    releases = past.together({"0.1.0": "2026-01-01T00:00:00.000Z"}, (), NOW)

    assert past.last(releases, "major") is None
    assert past.last((), "prerelease") is None


def test_a_version_without_a_time_may_be_the_newest() -> None:
    """So nobody knows when the last one was; a lower one without a time does not matter."""
    unknown = past.last(past.together({}, tagged(RELEASED | {"2.1.0": ""}), NOW), "minor")
    known = past.last(past.together({}, tagged(RELEASED | {"1.0.0": ""}), NOW), "minor")

    assert unknown == PastRelease(version=Version("2.1.0"), time="")
    assert known == PastRelease(version=Version("2.0.0"), time=RELEASED["2.0.0"])


def test_the_bots_own_records_count_before_tags() -> None:
    """A tag is pushed before the release is out."""
    (found,) = past.together({"1.0.0": RELEASED["1.1.0"]}, tagged({"1.0.0": NOW}), NOW)

    assert found.time == RELEASED["1.1.0"]


def test_a_time_to_come_is_not_known() -> None:
    """It is that of a wrong clock, and would put off every release."""
    (found,) = past.together({}, tagged({"1.0.0": "2099-01-01T00:00:00.000Z"}), NOW)

    assert found.time == ""


@given(st.dictionaries(st.sampled_from([*RELEASED, "3.0.0a1", "0.1.0"]), MOMENTS))
def test_a_smaller_kind_counts_from_no_earlier(times: dict[str, str]) -> None:
    """Whatever was released: what counts for a kind counts for every smaller one."""
    releases = past.together({}, tagged(times), NOW)
    found = [past.last(releases, kind) for kind in reversed(past.KINDS)]
    known = [each.time for each in found if each and each.time]

    assert all(time <= NOW for time in known)
    if len(known) == len(past.KINDS):
        assert known == sorted(known)


def test_what_a_repository_tells() -> None:
    """Its tags with their times, and what waits since the last final and the last of all."""
    feature = sample_facts.make_commit("feat: a thing", name="feature")
    fix = sample_facts.make_commit("fix: a bug", parents="feature")
    facts = replace(
        sample_facts.released("v1.2.0rc1", "v1.1.0"),
        tags=(
            TagFact(name="v1.2.0rc1", commit="c" * 40, time=NOW),
            TagFact(name="v1.1.0", commit="b" * 40),
        ),
        commits_since={"v1.2.0rc1": (fix,), "v1.1.0": (fix, feature)},
    )

    seen = past.see(facts)

    assert seen.tagged == tagged({"1.2.0rc1": NOW, "1.1.0": ""})
    assert [seen.waiting(kind) for kind in past.KINDS] == [1, 2, 2, 2]


def test_candidates_alone_do_not_tell_what_a_final_would_bring() -> None:
    """The commits before the first candidate were not read."""
    seen = past.see(sample_facts.released("v1.0.0rc1"))

    assert (seen.since_final, seen.since_previous) == (None, 1)
