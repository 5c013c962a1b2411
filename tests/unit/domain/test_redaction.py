"""Redaction: a known secret in any of its forms, and whatever looks like a token."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import redaction
from bot.domain.redaction import REDACTED

CANARY = "c4n4ry+/Value=é&%"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(before=TEXTS, after=TEXTS)
def test_a_secret_is_found_in_base64_wherever_it_stands(before: str, after: str) -> None:
    """A login is one word in a header; only letters that mix with what is beside it may stay."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(f"{before}{CANARY}{after}".encode()).decode()
        inner = base64.b64encode(CANARY.encode()).decode()[4:-4]

        clean = redaction.redact(f"sent {whole}", [CANARY])
        assert REDACTED in clean
        assert inner not in clean


@given(before=TEXTS, after=TEXTS)
def test_a_secret_is_found_as_it_is_and_in_an_address(before: str, after: str) -> None:
    """Also as a `repr` shows it."""
    for form in (CANARY, quote(CANARY, safe=""), repr(CANARY)[1:-1]):
        assert form not in redaction.redact(f"{before}{form}{after}", [CANARY])


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token ghp_0123456789abcdefABCDEF used", "ghp_0123456789abcdefABCDEF"),
        ("ghs_0123456789abcdef", "ghs_0123456789abcdef"),
        ("ghs_410001_eyJhbGciOiJS.eyJpc3MiOiI0.c2lnbmF0dXJl.", "c2lnbmF0dXJl"),
        ("github_pat_11ABCDEFG0_abcdefghij", "github_pat_11ABCDEFG0_abcdefghij"),
        ("xoxb-123456789012-abcdef", "xoxb-123456789012-abcdef"),
        ("xapp-1-A0123-456-abcdef", "xapp-1-A0123-456-abcdef"),
        ("pypi-AgEIcHlwaS5vcmcCJDAw", "pypi-AgEIcHlwaS5vcmcCJDAw"),
        ("Authorization: Bearer abc.def-ghi", "abc.def-ghi"),
        ("Authorization: Basic X190b2tlbl9fOmFiYw==", "X190b2tlbl9fOmFiYw"),
        ("https://bob:hunter22@example.org/x", "hunter22"),
        ("GET /console?key=0123456789abcdef HTTP/1.1", "0123456789abcdef"),
        ("password = 'correct horse'", "correct"),
    ],
)
def test_what_looks_like_a_token_goes(text: str, secret: str) -> None:
    """Nobody has to know it."""
    clean = redaction.redact(text)

    assert secret not in clean
    assert REDACTED in clean


@pytest.mark.parametrize(
    "text",
    [
        "basic checks passed",
        "https://example.org/owner/name",
        "published greeter 1.2.0 to pypi",
        "the token is missing",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    """A short secret is not looked for either: it would be part of other words."""
    assert redaction.redact(text, ["", "e", "check"]) == text


def test_a_long_line_takes_no_long_time() -> None:
    """Foreign text decides how long it is; the time limit of all tests would be met."""
    for part in ("a-", "token", "://a:", "eyJaaaaaaaa-", "bearer "):
        redaction.redact(part * (100_000 // len(part)), [CANARY])
