"""Reasons: one line that everybody can be shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain import foreign_text
from bot.domain.conversation import reasons


@given(st.text())
def test_a_reason_is_one_line_or_refused(reason: str) -> None:
    """Without controls, without invisible signs, and not longer than it may be."""
    try:
        line = reasons.parse(reason)
    except errors.BadInput as error:
        assert error.sentence == "A reason is missing."  # noqa: PT017  # most texts are no error
        return
    assert line.strip() == line
    assert foreign_text.visible(line) == line
    assert 0 < len(line) <= reasons.LONGEST + 1
