"""Markdown: what a release's notes say, token by token, for a chat that writes it its own way.

HTML is text, an image is its description, and a link that does not lead to the web is none.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain import foreign_text

WEB = ("https://", "http://")


class TokenWriter(ABC):
    """Takes the tokens of a text in their order; what a chat does with each is its own.

    A token goes to the method that has its name: `_fence` for a fence, `_hr` for a rule. One that
    has none only groups others. What is known of quotes and of tables is the same everywhere.
    """

    def __init__(self) -> None:
        """Nothing was taken yet."""
        self._quotes = 0  # that are open
        self._rows: list[str] = []  # of the table that is open
        self._cells: list[str] | None = None  # of its row

    def take_all(self, markdown: str) -> None:
        """Take a whole text."""
        for token in _parser().parse(foreign_text.visible(markdown)):
            method = getattr(self, f"_{token.type}", None)
            if method is not None:
                method(token)

    def _inline(self, token: Token) -> None:
        if self._cells is None:
            self._paragraph(token.children or ())
        else:
            self._cells.append(token.content)

    @abstractmethod
    def _paragraph(self, children: Sequence[Token]) -> None:
        """Write a paragraph, a heading, or the text of an item."""

    def _blockquote_open(self, _: Token) -> None:
        self._quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self._quotes -= 1

    def _table_open(self, _: Token) -> None:
        self._rows = []

    def _tr_open(self, _: Token) -> None:
        self._cells = []

    def _tr_close(self, _: Token) -> None:
        self._rows.append(" | ".join(self._cells or ()))
        self._cells = None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable("image")
    parser.validateLink = lambda url: url.lower().startswith(WEB)  # type: ignore[method-assign]  # its documented way
    return parser
