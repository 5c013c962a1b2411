"""The exit code tells how a release ended."""

from typing import Any

import pytest

from bot.cli import endings


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
        (ended("held"), 4),
        (ended("failed", code=1), 1),
        (ended("failed", code=3), 3),
        (ended("cancelled", code=3), 3),
    ],
)
def test_the_exit_code_is_that_of_the_end(status: dict[str, Any], code: int) -> None:
    """0 only if everything was seen to be done."""
    assert endings.exit_code(status) == code


@pytest.mark.parametrize(
    ("state", "question", "is_at_rest"),
    [
        ("running", None, False),
        ("running", "approved", False),
        ("waiting", "open", True),
        ("held", "open", True),
        ("held", None, True),
        ("done", "approved", True),
        ("failed", "void", True),
        ("cancelled", None, True),
    ],
)
def test_a_release_is_at_rest_when_only_people_can_go_on(
    state: str,
    question: str | None,
    is_at_rest: bool,  # noqa: FBT001  # what is expected
) -> None:
    """A wait for the world is none: it ends by itself."""
    questions = [{"state": question}] if question else []

    assert endings.is_at_rest({"state": state, "questions": questions}) is is_at_rest
