"""Typed words: a line as people and their phones type it, taken apart and never altered.

Words are compared without case, width and invisible signs; what is handed on is what was typed.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot import errors
from bot.domain import foreign_text

LONGEST = 4000  # characters
_ECHO = 60

_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)  # noqa: RUF001  # what phones and word processors type
_WORD = re.compile(r'"[^"]*"|\S+')


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, without its quotes, and where it begins."""

    text: str
    start: int

    @property
    def plain(self) -> str:
        """The word for comparing: no case, no width, nothing invisible."""
        return foreign_text.visible(unicodedata.normalize("NFKC", self.text)).casefold()


class TypedWords:
    """The words of a line, taken from the left."""

    def __init__(self, text: str) -> None:
        """Take the line apart. Raises `errors.BadInput` for one that is too long."""
        if len(text) > LONGEST:
            raise errors.BadInput(
                f"That has {len(text):,} characters, and a command has at most {LONGEST:,}. "
                f"It begins with “{foreign_text.printable(text, _ECHO)}”.",
                "Nothing was done. Say it shorter.",
                reason="too_long",
            )
        self._text = text
        quoted = text.translate(_QUOTES)
        self._words = [Word(_unquoted(m[0]), m.start()) for m in _WORD.finditer(quoted)]
        self.taken = 0

    def peek(self) -> Word | None:
        """The next word, None at the end."""
        return self._words[self.taken] if self.taken < len(self._words) else None

    def take(self) -> Word | None:
        """The next word, which is used up; None at the end."""
        word = self.peek()
        self.taken += word is not None
        return word

    def take_if(self, *wanted: str) -> bool:
        """Use the next word up if it is one of these."""
        word = self.peek()
        if word is None or word.plain not in wanted:
            return False
        self.taken += 1
        return True

    def rest(self) -> str:
        """Everything that is left, as typed."""
        word = self.peek()
        return "" if word is None else _unquoted(self._text[word.start :].strip())

    def take_rest(self) -> str:
        """Everything that is left, which is used up."""
        rest = self.rest()
        self.taken = len(self._words)
        return rest


def _unquoted(text: str) -> str:
    signs = text.translate(_QUOTES)
    is_quoted = signs.count('"') == 2 and signs[0] == signs[-1] == '"'  # noqa: PLR2004  # a pair
    return text[1:-1].strip() if is_quoted else text
