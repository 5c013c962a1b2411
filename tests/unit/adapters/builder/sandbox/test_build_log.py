"""The log of a foreign command: row 68 of the bad inputs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.builder.sandbox.build_log import LogTail, last_line, plain

LETTERS = "Z9" * 12


@pytest.mark.parametrize(
    "secret",
    [
        f"pypi-AgEI{LETTERS}",
        f"ghp_{LETTERS}",
        f"github_pat_{LETTERS}",
        f"ghs_{LETTERS}",
        f"xoxb-{LETTERS}",
        f"xapp-{LETTERS}",
        "AKIAABCDEFGHIJKLMNOP",
        f"eyJ{LETTERS}.{LETTERS}.{LETTERS}",
        f"https://alice:{LETTERS}@example.org/simple",
        f"Authorization: Bearer {LETTERS}",
        f"TWINE_PASSWORD={LETTERS}",
        f'"api_key": "{LETTERS}"',
        f"-----BEGIN OPENSSH PRIVATE KEY-----\n{LETTERS}\n-----END OPENSSH PRIVATE KEY-----",
        f"-----BEGIN RSA PRIVATE KEY-----\n{LETTERS}",
    ],
)
def test_token_like_strings_are_redacted(secret: str) -> None:
    """Known shapes of secrets and everything that is called one."""
    shown = plain(f"before {secret} after")
    assert LETTERS not in shown
    assert "AKIAABCDEFGHIJKLMNOP" not in shown
    assert "[redacted]" in shown
    assert shown.startswith("before ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x07x", "x"),
        ("10%\r20%\r\n", "10%\n20%\n"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("tokens: 3 passed", "tokens: 3 passed"),
        ("ordinary text, 100 % of it", "ordinary text, 100 % of it"),
    ],
)
def test_codes_and_links_are_stripped(text: str, shown: str) -> None:
    """Only printable text is left, and ordinary text is left alone."""
    assert plain(text) == shown


@given(st.text(), st.text())
def test_nothing_can_smuggle_an_escape(before: str, after: str) -> None:
    """Whatever surrounds it, no escape character survives."""
    assert "\x1b" not in plain(f"{before}\x1b{after}")


@given(st.lists(st.binary(max_size=50)), st.integers(1, 60))
def test_the_tail_counts_all_and_keeps_the_end(chunks: list[bytes], keep: int) -> None:
    """The count is of everything, what is kept is bounded."""
    log = LogTail(keep)
    for chunk in chunks:
        log.add(chunk)
    assert log.total == sum(map(len, chunks))
    assert len(log.text()) <= max(keep, len("(one line without an end)"))


def test_a_line_that_was_cut_is_left_out() -> None:
    """Half of a token would not look like one."""
    log = LogTail(30)
    log.add(b"token=pypi-AgEIcHlwaS5vcmcCJD\nlast line\n")
    assert log.text() == "last line"


def test_the_last_line_is_one_that_says_something() -> None:
    """Empty lines at the end do not count."""
    assert last_line("first\nsecond\n\n  \n") == "second"
    assert last_line(" \n") == "it printed nothing"
