"""Reasons: why somebody did something, in one line that everybody will see."""

from bot import errors
from bot.domain import foreign_text

LONGEST = 500  # characters; enough for why, and every platform takes them


def parse(typed: str) -> str:
    """The reason as it is kept. Raises `errors.BadInput` where there is none."""
    line = one_line(typed)
    if not line:
        raise errors.BadInput("A reason is missing.", "Say in a few words why; it is kept.")
    return line


def one_line(typed: str) -> str:
    """What somebody said, without invisible signs, controls and more than is kept."""
    words = foreign_text.visible(typed).split()
    return foreign_text.printable(" ".join(words), LONGEST)
