"""Cadence: what the operator writes is read as intervals, or refused by name."""

import re

import pytest

from bot import errors
from bot.domain.cadence import intervals
from bot.domain.cadence.rhythm import Cadence as Told
from bot.settings import reading
from bot.settings.cadence import Cadence

WHOLE = """\
major = "3-6 months"
minor = "2-4 weeks"
patch = "as needed"
prerelease = "weekly"
notice = "1-2 weeks"
"""


def read(text: str) -> Told | None:
    """The cadence of a table."""
    return reading.read(text, "releasebot.toml", Cadence).told()


def test_the_guides_cadence_is_read() -> None:
    """Each kind with its interval, and how long before a major release people hear of it."""
    assert read(WHOLE) == Told(
        rhythms={
            "major": intervals.parse("3-6 months"),
            "minor": intervals.parse("2-4 weeks"),
            "patch": None,
            "prerelease": intervals.parse("1 week"),
        },
        notice=intervals.parse("1-2 weeks"),
    )


def test_a_kind_that_is_left_out_has_no_rhythm() -> None:
    """That is not the same as "as needed", and without any kind there is no cadence."""
    told = read('minor = "monthly"')

    assert told is not None
    assert told.rows() == (("minor", "1 month"),)
    assert read("") is read('notice = "1 week"') is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('minor = "weakly"', r'minor does not say how often\. Did you mean "weekly"\?'),
        ('major = "3-6 monts"', r'major does not say how often\. Did you mean "months"\?'),
        ('minor = "4-2 weeks"', r"minor begins with the larger number\."),
        ('minor = "300 weeks"', r"minor is longer than five years\."),
        ("prerelease = 7", r"prerelease does not say how often\."),
        ('notice = "as needed"', r"notice does not say how often\."),
        ('minro = "weekly"', r"minro is not a known key\. Write minor"),
    ],
)
def test_anything_else_is_refused_by_name(text: str, sentence: str) -> None:
    """With its line, and what to write."""
    with pytest.raises(errors.BadConfiguration) as refused:
        read(text)

    told = refused.value.for_people()
    assert told.startswith("releasebot.toml line 1: ")
    assert re.search(sentence, told)
