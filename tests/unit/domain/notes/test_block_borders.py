"""Where a text is cut: after whole blocks, never between a heading and what it is about."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notes import block_borders, notes


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("One\ntwo.\n\nThree\nfour.", 15, "One\ntwo."),
        ("- one\n  more\n- two\n  more", 20, "- one\n  more"),
        ("- one\n  - two\n  - three\n- four", 25, "- one\n  - two\n  - three"),
        ("1. one\n\n2. two\n   more", 16, "1. one"),
        ("> one\n> two\n>\n> three\n> four", 25, "> one\n> two"),
        ("Text.\n\n### Added\n\n- one\n- two", 19, "Text."),
        ("Text.\n\n### Added\n\n- one\n- two", 24, "Text.\n\n### Added\n\n- one"),
        ("Text.\n\n# A\n\n## B\n\nmore text", 15, "Text."),
        ("Text.\n\nAdded\n-----\n\n- one\n- two", 20, "Text."),
        ("Text.\n\n---\n\nmore text", 12, "Text."),
        ("Text.\n\n|a|b|\n|-|-|\n|c|d|\n|e|f|", 19, "Text."),
        ("Text.\n\n|a|b|\n|-|-|\n|c|d|\n|e|f|", 27, "Text.\n\n|a|b|\n|-|-|\n|c|d|"),
        ("Text.\n\n```\na\nb\nc\n```", 18, "Text."),
        ("One\r\ntwo.\r\n\r\nThree\rfour.", 18, "One\r\ntwo."),
    ],
)
def test_whole_blocks_stay(text: str, room: int, kept: str) -> None:
    """Paragraphs, items, quotes, code and rows; headings stay with what follows them."""
    assert block_borders.beginning(text, room) == kept


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Text.\n\n" + "one two\n" * 9, 29, "Text.\n\none two\none two"),
        ("Text.\n\n" + "one two " * 9, 20, "Text.\n\none two one"),
        ("# Title\n\n" + "word " * 9, 20, "# Title\n\nword word"),
        ("# Title\n\n- " + "word" * 9, 20, "# Title\n\n- wordwordw"),
        ("Text.\n\n# Title\n\n" + "word" * 9, 15, "Text."),
        ("# Title is too long " * 3, 20, "# Title is too long"),
        ("word" * 9, 10, "wordwordwo"),
        ("~~~~py\n" + "code\n" * 9, 24, "~~~~py\ncode\ncode\n~~~~"),
        ("- a\n  ```\n" + "  code\n" * 9, 26, "- a\n  ```\n  code\n  code"),
        ("> ```\n" + "> code\n" * 9, 22, "> ```\n> code\n> code"),
        ("# A\n" * 9, 10, "# A\n# A"),
        ("word", -3, ""),
    ],
)
def test_a_block_that_is_too_long_is_cut(text: str, room: int, kept: str) -> None:
    """At the end of a line, else of a word, else anywhere; an open fence is closed."""
    assert block_borders.beginning(text, room) == kept


@given(
    st.lists(st.sampled_from(["# h", "- i", "  - j", "> q", "|a|b|", "|-|-|", "```", "text", ""])),
    st.integers(0, 60),
)
def test_no_heading_is_the_last_line(lines: list[str], room: int) -> None:
    """Unless it follows code that looks like one, or there is nothing else."""
    kept = block_borders.beginning("\n".join(lines), room)
    assert len(kept) <= room
    if "```" not in lines and set(lines) - {"# h", "|a|b|", "|-|-|", ""} and len(kept) < room:
        assert not kept.endswith("# h") or set(kept.split("\n")) <= {"# h", "|a|b|", "|-|-|", ""}


@pytest.mark.parametrize(
    "line", ["- a `x` by @bob\n", "- " * 30 + "\n", "[", "word\n\n", "|a|b|\n"]
)
def test_two_megabytes_are_cut_in_time(line: str) -> None:
    """Only the part of it is read that can matter."""
    text = line * (2_000_000 // len(line))
    begun = time.process_time()
    cut = notes.fit(text, notes.LIMIT, "… more")
    assert notes.LIMIT - 200 < len(cut) <= notes.LIMIT
    assert time.process_time() - begun < 5
