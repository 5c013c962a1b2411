"""The end of a log: the failure is in it, and one line says what it was."""

import pytest

from bot.domain.records import command_log

PYTEST = """F.
=================================== FAILURES ===================================
E       assert 1 == 2
=========================== short test summary info ============================
FAILED tests/test_a.py::test_b - assert 1 == 2
========================= 1 failed, 1 passed in 0.12s ==========================
"""


@pytest.mark.parametrize(
    ("log", "gist"),
    [
        (PYTEST, "1 failed, 1 passed in 0.12s"),
        (f"{PYTEST}make: *** [Makefile:3: test] Error 1\n", "1 failed, 1 passed in 0.12s"),
        (
            f"{PYTEST}make[2]: Leaving directory '/src'\nmake: *** [test] Error 2",
            "1 failed, 1 passed in 0.12s",
        ),
        ("FAILED (failures=1)\n\n", "FAILED (failures=1)"),
        ("Found 1 error.\n", "Found 1 error"),
        (
            "make: *** No rule to make target 'tests'.  Stop.",
            "make: *** No rule to make target 'tests'.  Stop",
        ),
        ("make up your mind", "make up your mind"),
        ("-----\n", "it said nothing"),
        ("", "it said nothing"),
    ],
)
def test_one_line_says_what_failed(log: str, gist: str) -> None:
    """Not that make noticed it, and not the rule that was drawn below."""
    assert command_log.gist(log) == gist


def test_a_short_log_is_kept_whole() -> None:
    """With its layout."""
    assert command_log.end(f"\n\n  first\n{PYTEST}\n\n") == f"  first\n{PYTEST.rstrip()}"


def test_of_a_long_log_the_end_is_kept() -> None:
    """In whole lines, and it shows that something is missing."""
    kept = command_log.end("".join(f"line {number}\n" for number in range(2000)))

    assert kept.startswith("…\nline ")
    assert kept.endswith("\nline 1999")
    assert len(kept) <= command_log.KEPT + 2


def test_of_one_endless_line_the_end_is_kept() -> None:
    """No line in it is whole."""
    assert command_log.end("x" * 10_000) == f"…\n{'x' * command_log.KEPT}"


def test_a_card_shows_the_last_lines() -> None:
    """As many as can be read at a glance."""
    log = "\n".join(map(str, range(100)))

    assert command_log.last_lines(log, 2) == "…\n98\n99"
    assert command_log.last_lines("1\n2", 2) == "1\n2"
