"""The exit code tells how a rehearsal ended."""

from typing import Any

import pytest

from bot.cli import rehearsing


def ended(state: str, rows: tuple[str, ...] = ("done",), code: int | None = None) -> dict[str, Any]:
    """A status that ended so."""
    return {
        "state": state,
        "ledger": [{"state": row} for row in rows],
        "error": None if code is None else {"exit_code": code},
    }


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (ended("done"), 0),
        (ended("done", ("done", "skipped")), 0),
        (ended("done", ("done", "unknown")), 5),
        (ended("done", ("done", "missing")), 1),
        (ended("waiting"), 4),
        (ended("failed", code=1), 1),
        (ended("failed", code=3), 3),
        (ended("cancelled", code=3), 3),
    ],
)
def test_the_exit_code_is_that_of_the_end(status: dict[str, Any], code: int) -> None:
    """0 only if everything was seen to be done."""
    assert rehearsing.exit_code(status) == code
