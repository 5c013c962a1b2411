"""Moments: text that sorts as time goes by."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import moments

times = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2190, 1, 1)).map(  # noqa: DTZ001  # made aware below
    lambda time: time.replace(tzinfo=dt.UTC)
)


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC), "2026-03-04T05:06:07.000Z"),
        (dt.datetime(2026, 3, 4, 5, 6, 7, 999_999, dt.UTC), "2026-03-04T05:06:07.999Z"),
        (
            dt.datetime(2026, 3, 4, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            "2026-03-03T23:00:00.000Z",
        ),
    ],
)
def test_a_moment_is_utc_to_the_millisecond(time: dt.datetime, text: str) -> None:
    """Always as long, whatever the clock's zone and precision."""
    assert moments.moment(time) == text


@given(times, times)
def test_text_sorts_as_time(one: dt.datetime, other: dt.datetime) -> None:
    """The database and the policies compare moments as text."""
    if abs(one - other) >= dt.timedelta(milliseconds=1):
        assert (moments.moment(one) < moments.moment(other)) == (one < other)


@given(times, st.integers(-(10**8), 10**8))
def test_later_and_between_are_inverse(time: dt.datetime, seconds: int) -> None:
    """To the millisecond."""
    start = moments.moment(time)
    assert moments.seconds_between(start, moments.later(start, seconds)) == seconds


def test_whole_seconds_are_cut_not_rounded() -> None:
    """Git and the code host keep no milliseconds, and a date must not slip into the next day."""
    assert moments.whole_seconds("2026-03-04T23:59:59.999Z") == "2026-03-04T23:59:59Z"
