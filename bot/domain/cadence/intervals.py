"""Intervals: "weekly" or "3-6 months" as an operator writes it, and the days that it leads to."""

import calendar
import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["day", "week", "month", "year"]

AS_NEEDED = "as needed"
LONGEST: Mapping[str, int] = {"day": 1830, "week": 260, "month": 60, "year": 5}  # five years
FORM = r"[1-9][0-9]{0,3}(?:-[1-9][0-9]{0,3})? (?:day|week|month|year)s?"

_FORM = re.compile(r"([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))? (day|week|month|year)s?")
_MONTHS = 12
_LONGEST_TEXT = 40  # a longer one is compared with nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high` units; both are the same where there is one number."""

    low: int
    high: int
    unit: Unit

    def text(self) -> str:
        """As one writes it: "10 days", "2-4 weeks"."""
        numbers = f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"
        return f"{numbers} {self.unit}{'' if self.high == 1 else 's'}"


class NoInterval(Exception):  # whoever reads the file adds its name and line
    """A text is no interval; in both sentences `{key}` stands for where it was written."""

    def __init__(self, sentence: str, next_step: str) -> None:
        """Take both sentences."""
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step


WORDS: Mapping[str, Interval] = {
    "daily": Interval(low=1, high=1, unit="day"),
    "weekly": Interval(low=1, high=1, unit="week"),
    "monthly": Interval(low=1, high=1, unit="month"),
    "quarterly": Interval(low=3, high=3, unit="month"),
    "yearly": Interval(low=1, high=1, unit="year"),
}


def parse(text: object) -> Interval:
    """The interval that was written. Raises `NoInterval`, which says what to write instead."""
    match = _FORM.fullmatch(text) if isinstance(text, str) else None
    if isinstance(text, str) and text in WORDS:
        return WORDS[text]
    if match is None:
        raise _unreadable(text)
    low, high, unit = int(match[1]), int(match[2] or match[1]), match[3]
    if low > high:
        raise NoInterval(
            "{key} begins with the larger number.", 'Write the smaller one first: "2-4 weeks".'
        )
    if high > LONGEST[unit]:
        raise NoInterval(
            "{key} is longer than five years.", f"Write at most {LONGEST[unit]} {unit}s."
        )
    return Interval(low=low, high=high, unit=_unit(unit))


def later(day: dt.date, count: int, unit: Unit) -> dt.date:
    """The day so many units after `day`; a month that is too short ends on its last day."""
    if unit in ("day", "week"):
        return day + dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * _MONTHS + day.month - 1 + count * (_MONTHS if unit == "year" else 1)
    year, month = divmod(months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _unit(word: str) -> Unit:
    return next(unit for unit in get_args(Unit) if unit == word)


def _unreadable(text: object) -> NoInterval:
    near = _nearest(text) if isinstance(text, str) and len(text) <= _LONGEST_TEXT else ""
    words = ", ".join(f'"{word}"' for word in WORDS)
    advice = f'Did you mean "{near}"? ' if near else ""
    return NoInterval(
        "{key} does not say how often.",
        f'{advice}Write {words}, a number of days, weeks, months or years like "10 days", '
        'or two of them like "2-4 weeks".',
    )


def _nearest(text: str) -> str:
    """What was perhaps meant; nothing of the text itself is in it."""
    plain = text.strip().casefold()
    whole = difflib.get_close_matches(plain, [*WORDS, AS_NEEDED], n=1)
    last = plain.rpartition(" ")[2]
    near = difflib.get_close_matches(last, [f"{unit}s" for unit in get_args(Unit)], n=1)
    return next(iter([*whole, *near]), "") if last not in near else ""
