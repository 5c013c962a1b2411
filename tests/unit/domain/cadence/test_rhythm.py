"""Rhythm: when the next release of each kind is due, and what is not known stays unknown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import moments
from bot.domain.cadence import intervals, rhythm, words
from bot.domain.cadence.past import Kind, Seen
from bot.domain.cadence.rhythm import Beat, Cadence

NOW = "2026-12-01T12:00:00.000Z"
CADENCE = Cadence(
    rhythms={
        "major": intervals.parse("3-6 months"),
        "minor": intervals.parse("2-4 weeks"),
        "patch": None,
        "prerelease": intervals.parse("weekly"),
    },
    notice=intervals.parse("1-2 weeks"),
)
NOTHING = Seen(tagged=(), since_final=5, since_previous=2)
TIMES = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001  # hypothesis adds the zone


def beat(kind: Kind, recorded: dict[str, str], seen: Seen | None = NOTHING, now: str = NOW) -> Beat:
    """How one kind stands."""
    found = rhythm.beats(CADENCE, recorded, seen, now)
    return next(each for each in found if each.kind == kind)


def said(kind: Kind, released: str, now: str = NOW) -> str:
    """The same in words, after a release of 1.2.0 on that day."""
    found = beat(kind, {"1.2.0": f"{released}T10:00:00.000Z"}, now=now)
    told = rhythm.to_json(CADENCE, [found], now)["rhythms"][0]
    return words.line(told, now)


@pytest.mark.parametrize(
    ("released", "told"),
    [
        ("2026-12-01", "too early, due from 15 December, 5 changes wait"),
        ("2026-11-18", "too early, due from 2 December, 5 changes wait"),
        ("2026-11-17", "due by 15 December, 5 changes wait"),
        ("2026-11-03", "due by 1 December, 5 changes wait"),
        ("2026-11-02", "overdue by 1 day, 5 changes wait"),
        ("2026-10-31", "overdue by 3 days, 5 changes wait"),
    ],
)
def test_the_window_of_a_minor_release(released: str, told: str) -> None:
    """Two to four weeks after the last one; both days are whole."""
    assert said("minor", released) == told


def test_months_and_years() -> None:
    """As people count them; a day of another year is told with its year."""
    found = beat("major", {"1.0.0": "2026-08-31T23:59:59.000Z"})

    assert (found.state, found.version) == ("due", "1.0.0")
    assert found.not_before == "2026-11-30T00:00:00.000Z"
    assert found.due_by == "2027-02-28T23:59:59.999Z"
    told = rhythm.to_json(CADENCE, [found], NOW)["rhythms"][0]
    assert words.line(told, NOW) == "due by 28 February 2027, 5 changes wait"


@given(TIMES, TIMES, st.sampled_from(["major", "minor", "prerelease"]))
def test_the_state_is_that_of_the_window(one: dt.datetime, other: dt.datetime, kind: Kind) -> None:
    """Too early before it, due in it, overdue after it, to the millisecond; times are RFC 3339."""
    released, now = sorted(map(moments.moment, (one, other)))
    found = beat(kind, {"1.0.0": released}, now=now)

    assert released < found.not_before < found.due_by
    assert found.not_before.endswith("T00:00:00.000Z")
    assert found.due_by.endswith("T23:59:59.999Z")
    assert found.state == (
        "early" if now < found.not_before else "due" if now <= found.due_by else "overdue"
    )
    assert (found.days_overdue > 0) is (found.state == "overdue")


def test_unknown_is_not_never() -> None:
    """Where the repository told nothing, there may be releases without a record."""
    assert beat("minor", {}).state == "never"
    assert beat("minor", {}, None).state == "unknown"
    assert beat("minor", {}, None).waiting is None
    assert beat("minor", {"1.2.0": NOW}, None).state == "early"


def test_as_needed_is_never_due() -> None:
    """It has no window, and is not what comes next."""
    found = beat("patch", {"1.2.0": NOW})

    assert (found.state, found.not_before, found.due_by) == ("as_needed", "", "")
    assert rhythm.following([found]) is None


def test_the_soonest_for_which_something_waits_is_next() -> None:
    """A release without a change is nobody's next one, unless nothing waits anywhere."""
    recorded = {"1.2.0": "2026-11-20T00:00:00.000Z", "1.3.0rc1": "2026-11-28T00:00:00.000Z"}
    busy = Seen(tagged=(), since_final=5, since_previous=2)
    calm = Seen(tagged=(), since_final=5, since_previous=0)
    empty = Seen(tagged=(), since_final=0, since_previous=0)

    def following(seen: Seen) -> str:
        found = rhythm.following(rhythm.beats(CADENCE, recorded, seen, NOW))
        return found.kind if found else ""

    assert [following(seen) for seen in (busy, calm, empty)] == [
        "prerelease",
        "minor",
        "prerelease",
    ]


def test_machines_read_the_same() -> None:
    """Nothing is told by an empty text; what is not there is null."""
    told = rhythm.to_json(CADENCE, rhythm.beats(CADENCE, {}, None, NOW), NOW)

    assert (told["now"], told["next"], told["notice"]) == (NOW, None, "1-2 weeks")
    assert [each["kind"] for each in told["rhythms"]] == ["major", "minor", "patch", "prerelease"]
    assert told["rhythms"][1] == {
        "kind": "minor",
        "rhythm": "2-4 weeks",
        "state": "unknown",
        "version": None,
        "released": None,
        "not_before": None,
        "due_by": None,
        "days_overdue": 0,
        "waiting": None,
    }


def test_one_change_waits() -> None:
    """And none is told as well."""
    assert words.waiting({"waiting": 1}) == "1 change waits"
    assert words.waiting({"waiting": 0}) == "nothing waits"
    assert words.waiting({"waiting": None}) == ""
