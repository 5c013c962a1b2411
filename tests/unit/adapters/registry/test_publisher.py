"""What the publisher makes of an index's answer, and what it never tells."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.registry import publisher

EXISTS = "File already exists ('a.whl', with blake2_256 hash '00')."
REUSED = "This filename has already been used, use a different version."
ANSWERS = {
    "PyPI takes it": (200, "OK", "", "ok", ""),
    "another index takes it": (201, "Created", "", "ok", ""),
    "PyPI has other bytes": (400, EXISTS, "<html>", "conflict", f"400 {EXISTS}"),
    "PyPI had the name": (400, REUSED, "", "conflict", f"400 {REUSED}"),
    "pypiserver has it": (400, "Bad Request", "<p>a already exists!", "conflict", "already exists"),
    "devpi has it": (409, "Conflict", "", "conflict", "409"),
    "PyPI wants a login": (403, "Invalid authentication.", "", "credentials", "Invalid auth"),
    "devpi wants a login": (401, "Unauthorized", "", "credentials", "401"),
    "bad metadata": (400, "Bad Request", "<b>Invalid</b> classifier", "rejected", "400 Invalid c"),
    "gone": (410, "Gone", "", "rejected", "410"),
    "redirect": (308, "Permanent Redirect", "", "rejected", "308"),
    "too many requests": (429, "Too Many Requests", "", "unknown", "429"),
    "gateway": (502, "Bad Gateway", "<html>", "unknown", "502"),
}


@pytest.mark.parametrize(
    ("status", "reason", "body", "state", "text"), ANSWERS.values(), ids=ANSWERS
)
def test_an_answer_is_judged(status: int, reason: str, body: str, state: str, text: str) -> None:
    """By its status and by the sentence, wherever the index puts it."""
    answer = publisher.judge(status, reason, body)

    assert answer.state == state
    assert answer.text.startswith(text) or text in answer.text


@given(st.text(), st.text("abcdefghijklmnop0123456789-_", min_size=8, max_size=200), st.text())
def test_no_form_of_the_secret_is_told(before: str, secret: str, after: str) -> None:
    """Neither as it is nor as it travels; and the text is one short line that JSON takes."""
    login = base64.b64encode(f"{publisher.USER}:{secret}".encode()).decode()
    told = publisher.redact(f"{before}{secret}{login}{after}", secret)

    assert secret not in told
    assert login not in told
    assert told.isprintable()
    assert len(told) <= publisher.LONGEST_TEXT
    assert json.loads(json.dumps(told)) == told
