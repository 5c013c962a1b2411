"""Rehearsing: what the last lines advise, by how the release stands."""

from pathlib import Path

import pytest

from bot.cli.rehearsals import rehearsing
from bot.cli.rehearsals.preparing import Session

SESSION = Session(
    command="releasebot rehearse sample minor",
    folder=Path("runs"),
    bump="minor",
    source="sample",
    auto=True,
    as_json=False,
    trusted=False,
)
LOG = "The log is runs/1/releasebot.log."
RESUME = "Go on with the same commit: releasebot rehearse sample minor --resume"
ANEW = "Or commit what mends it, and rehearse that: releasebot rehearse sample minor"


@pytest.mark.parametrize(
    ("state", "finished", "lines"),
    [
        ("failed", False, [LOG, RESUME, ANEW]),
        ("waiting", False, [LOG, RESUME]),
        ("failed", True, [LOG]),
    ],
)
def test_the_words_are_those_of_a_rehearsal(
    state: str,
    finished: bool,  # noqa: FBT001  # a row of the table
    lines: list[str],
) -> None:
    """No bot serves it, so nobody is sent to `releasebot retry`; a refused plan says enough."""
    told = rehearsing.what_next(SESSION, Path("runs/1"), {"state": state, "finished": finished})

    assert told.splitlines() == lines
