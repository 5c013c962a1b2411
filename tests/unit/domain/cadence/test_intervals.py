"""Intervals: a strict small grammar, and months as a calendar has them."""

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import intervals
from bot.domain.cadence.intervals import Interval, Unit

DAYS = st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2200, 12, 31))
UNITS = st.sampled_from(tuple(intervals.LONGEST))


@st.composite
def written(draw: st.DrawFn) -> Interval:
    """Any interval that may be written."""
    unit = draw(UNITS)
    low = draw(st.integers(1, intervals.LONGEST[unit]))
    high = draw(st.integers(low, intervals.LONGEST[unit]))
    return Interval(low=low, high=high, unit=intervals.parse(f"1 {unit}").unit)


@given(written())
def test_what_is_written_is_read_again(interval: Interval) -> None:
    """The text of an interval is an interval of the grammar, and the same."""
    assert intervals.parse(interval.text()) == interval


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("weekly", 1, 1, "week"),
        ("quarterly", 3, 3, "month"),
        ("10 days", 10, 10, "day"),
        ("2-4 weeks", 2, 4, "week"),
        ("3-6 months", 3, 6, "month"),
        ("1 year", 1, 1, "year"),
    ],
)
def test_the_forms(text: str, low: int, high: int, unit: Unit) -> None:
    """Words, one number, and two."""
    assert intervals.parse(text) == Interval(low=low, high=high, unit=unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weakly", 'Did you mean "weekly"?'),
        ("Weekly", 'Did you mean "weekly"?'),
        ("2-4 weekz", 'Did you mean "weeks"?'),
        ("asneeded", 'Did you mean "as needed"?'),
        ("0 days", 'Write "daily"'),
        ("2-4  weeks", 'Write "daily"'),
        ("2 weeks-1 month", 'Write "daily"'),
        ("-3 days", 'Write "daily"'),
        ("٣ days", 'Write "daily"'),
        ("1 day\n", 'Write "daily"'),
        ("", 'Write "daily"'),
        (7, 'Write "daily"'),
        ("9" * 100_000, 'Write "daily"'),
        ("4-2 weeks", "smaller one first"),
        ("6 years", "at most 5 years"),
        ("1-1831 days", "at most 1830 days"),
    ],
)
def test_anything_else_is_refused(text: object, said: str) -> None:
    """With the nearest word, and what may be written."""
    with pytest.raises(intervals.NoInterval) as refused:
        intervals.parse(text)

    assert "{key}" in refused.value.sentence
    assert said in refused.value.next_step


@given(DAYS, st.integers(0, 60))
def test_months_are_those_of_the_calendar(day: dt.date, count: int) -> None:
    """The month is exactly so many later; its day is the same, or the last that there is."""
    found = intervals.later(day, count, "month")
    last = calendar.monthrange(found.year, found.month)[1]

    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == min(day.day, last)


@given(DAYS, UNITS, st.data())
def test_more_is_never_sooner(day: dt.date, unit: Unit, data: st.DataObject) -> None:
    """A larger number is a later day, and so is a later start."""
    count = data.draw(st.integers(0, intervals.LONGEST[unit] - 1))
    next_day = day + dt.timedelta(days=1)

    assert intervals.later(day, count, unit) < intervals.later(day, count + 1, unit)
    assert intervals.later(day, count, unit) <= intervals.later(next_day, count, unit)


def test_short_months() -> None:
    """The end of January is followed by the end of February, and a leap day by the 28th."""
    assert intervals.later(dt.date(2026, 1, 31), 1, "month") == dt.date(2026, 2, 28)
    assert intervals.later(dt.date(2028, 1, 31), 1, "month") == dt.date(2028, 2, 29)
    assert intervals.later(dt.date(2028, 2, 29), 1, "year") == dt.date(2029, 2, 28)
    assert intervals.later(dt.date(2026, 12, 31), 2, "week") == dt.date(2027, 1, 14)
