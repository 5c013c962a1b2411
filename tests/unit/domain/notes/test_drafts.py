"""Drafts: which texts are worth keeping."""

import pytest

from bot.domain.notes import drafts


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Mine.", True),
        ("", False),
        (" \n", False),
        ("Theirs.\n", False),
        ("x" * drafts.MOST_BYTES, True),
        ("é" * drafts.MOST_BYTES, False),
        ("\ud800", True),
    ],
    ids=["other", "empty", "blank", "the notes", "longest", "too many bytes", "half a pair"],
)
def test_a_draft_says_something_of_its_own(text: str, *, is_kept: bool) -> None:
    """And is not beyond all measure."""
    assert drafts.is_worth_keeping(text, "Theirs.") == is_kept
