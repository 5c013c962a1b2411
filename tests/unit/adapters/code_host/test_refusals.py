"""What GitHub's refusals mean."""

import pytest

from bot import errors
from bot.adapters.code_host import refusals

ANSWERS = {
    "wrong token": (401, {}, errors.Failed, "credentials"),
    "no right": (403, {"message": "Must have admin rights"}, errors.Failed, "credentials"),
    "hourly limit": (403, {"message": "API rate limit exceeded"}, errors.Unknown, "rate_limited"),
    "too fast": (429, {}, errors.Unknown, "rate_limited"),
    "gone": (404, {"message": "Not Found"}, errors.Failed, "refused"),
    "merge conflict": (409, {}, errors.Conflict, "conflict"),
    "invalid": (422, {"message": "Validation Failed"}, errors.Conflict, "conflict"),
    "broken": (500, "<html>", errors.Unknown, "unknown"),
    "moved": (301, None, errors.Failed, "refused"),
}


@pytest.mark.parametrize(("status", "answer", "kind", "reason"), ANSWERS.values(), ids=ANSWERS)
def test_a_refusal_has_a_kind_and_a_reason(
    status: int, answer: object, kind: type[errors.ReleasebotError], reason: str
) -> None:
    """So that the engine waits, asks a person, or stops."""
    error = refusals.from_answer(status, answer, {})

    assert type(error) is kind
    assert error.reason == reason
    assert error.next_step


def test_a_403_with_a_time_to_come_back_is_a_limit() -> None:
    """GitHub's secondary limits are told apart by a header."""
    error = refusals.from_answer(403, {"message": "Wait"}, {"Retry-After": "60"})

    assert error.reason == "rate_limited"


def test_details_are_quoted_short_and_on_one_line() -> None:
    """A field's error says more than "Validation Failed"; a flood says no more than its start."""
    answer = {
        "message": "Validation\nFailed",
        "errors": [{"code": "already_exists"}, "odd", {"message": "x" * 999}],
    }

    said = refusals.quote(answer)

    assert said.startswith("Validation Failed; already_exists; xxx")
    assert len(said) == refusals.LONGEST_QUOTE
