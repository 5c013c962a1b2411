"""Phrases: names, times and sizes as people say them."""

import pytest

from bot.domain import phrases

NOON = "2026-03-04T12:00:00.000Z"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (phrases.listed([]), ""),
        (phrases.listed(["bob"]), "bob"),
        (phrases.listed(["bob", "carol"], "or"), "bob or carol"),
        (phrases.listed(["alice", "bob", "carol"]), "alice, bob and carol"),
        (phrases.counted(1, "file"), "1 file"),
        (phrases.counted(1200, "file"), "1,200 files"),
        (phrases.clock(NOON), "4 March, 12:00 UTC"),
        (phrases.clock(NOON, beside="2026-03-04T00:00:00.000Z"), "12:00 UTC"),
        (phrases.clock(NOON, beside="2026-03-03T12:00:00.000Z"), "4 March, 12:00 UTC"),
        (phrases.duration(2.04), "2.0 s"),
        (phrases.duration(61), "1 min 1 s"),
        (phrases.duration(3700), "1 h 1 min"),
        (phrases.size(1), "1 byte"),
        (phrases.size(4300), "4.3 kB"),
        (phrases.size(101_000_000), "101.0 MB"),
        (phrases.size(10_000_000_000), "10.0 GB"),
        (phrases.short_commit("a" * 40), "a" * 12),
        (phrases.short_digest(f"sha256:{'a' * 64}"), "a" * 8),
        (phrases.because(""), "."),
        (phrases.because("docs"), ": docs."),
        (phrases.because("why?"), ": why?"),
    ],
)
def test_it_is_said_like_this(said: str, expected: str) -> None:
    """Short, exact and plain."""
    assert said == expected


def test_a_day_has_its_year_where_that_is_another() -> None:
    """Beside a moment of the same year it goes without saying."""
    assert phrases.day("2026-12-03T23:59:59.999Z", "2026-01-01T00:00:00.000Z") == "3 December"
    assert phrases.day("2027-01-03T00:00:00.000Z", "2026-12-31T00:00:00.000Z") == "3 January 2027"
