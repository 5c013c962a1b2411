"""Markdown as `rich_text`: prose, lists, quotes and code; links show where they lead.

No element made here can be a mention or a broadcast, whatever the text says: there are only
`text` elements, which Slack never parses, and links to the web that stand in plain sight.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from bot.adapters.chat.live.markdown import WEB, TokenWriter
from bot.adapters.chat.slack.rendering import elements

Json = dict[str, Any]

DEEPEST = 8  # levels of a list
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def convert(markdown: str) -> list[Json]:
    """The parts of a `rich_text` block that say what the Markdown says."""
    writer = _Writer()
    writer.take_all(markdown)
    return writer.parts


class _Writer(TokenWriter):
    """Takes tokens in their order, and keeps the parts that are done."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Json] = []
        self._lists: list[bool] = []  # of those that are open: whether they are ordered
        self._items: list[list[Json]] = []  # of the innermost list
        self._is_heading = False

    def _paragraph(self, children: Sequence[Token]) -> None:
        self._put(list(_inline(children, is_bold=self._is_heading)))

    def _put(self, pieces: list[Json]) -> None:
        """Put a paragraph where it belongs: into the item, the quote, or for itself."""
        if not pieces:
            return
        if self._lists and self._items:
            item = self._items[-1]
            item += [*elements.literal("\n"), *pieces] if item else pieces
        elif self._quotes:
            self.parts.append({"type": "rich_text_quote", "elements": pieces})
        else:
            if self.parts and self.parts[-1]["type"] == "rich_text_section":
                self.parts[-1]["elements"] += elements.literal("\n")
            self.parts.append(elements.section(pieces))

    def _heading_open(self, _: Token) -> None:
        self._is_heading = True

    def _heading_close(self, _: Token) -> None:
        self._is_heading = False

    def _bullet_list_open(self, _: Token) -> None:
        self._end_items()
        self._lists.append(False)

    def _ordered_list_open(self, _: Token) -> None:
        self._end_items()
        self._lists.append(True)

    def _bullet_list_close(self, _: Token) -> None:
        self._end_items()
        self._lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        self._items.append([])

    def _end_items(self) -> None:
        """Write the list so far; a list within it is a part of its own, further to the right."""
        items = [item for item in self._items if item]
        if items:
            indent = min(len(self._lists) - 1, DEEPEST)
            self.parts.append(elements.bullets(items, indent=indent, ordered=self._lists[-1]))
        self._items = []

    def _fence(self, token: Token) -> None:
        if self._lists and self._items:
            self._put(list(elements.literal(token.content.rstrip("\n"), code=True)))
        elif token.content.strip():
            self.parts.append(elements.preformatted(token.content))

    _code_block = _fence

    def _hr(self, _: Token) -> None:
        self._put(list(elements.literal("―――")))

    def _table_close(self, _: Token) -> None:
        self._end_items()
        self.parts.append(elements.preformatted("\n".join(self._rows)))


def _inline(children: Sequence[Token], *, is_bold: bool) -> Iterator[Json]:
    """The pieces of a paragraph."""
    styles = ["bold"] if is_bold else []
    address, begun = "", ""
    for token in children:
        name, _, edge = token.type.rpartition("_")
        if token.type == "link_open":
            address, begun = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield from _where(begun, address)
            address = ""
        elif name in _STYLES and edge == "open":
            styles.append(_STYLES[name])
        elif name in _STYLES and edge == "close":
            styles.remove(_STYLES[name])
        else:
            said = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            begun += said if address else ""
            yield from _said(said, token, styles, is_link=bool(address))


def _said(said: str, token: Token, styles: Sequence[str], *, is_link: bool) -> Iterator[Json]:
    """Text as it stands; that of a link is no link of its own, its address follows."""
    style = dict.fromkeys(styles, True)
    if token.type == "code_inline":
        yield from elements.literal(said, **style, code=True)
    elif is_link:
        if token.info != "auto" and not said.lower().startswith(WEB):
            yield from elements.literal(said, **style)
    else:
        yield from elements.text(said, **style)


def _where(begun: str, address: str) -> Iterator[Json]:
    """The address of a link, behind a text that says something else."""
    is_told = not begun or begun.lower().startswith(WEB)
    if len(address) > elements.LONGEST_ADDRESS:
        yield from elements.literal(f" ({address})")
    elif is_told:
        yield elements.link(address)
    else:
        yield from elements.literal(" (")
        yield elements.link(address)
        yield from elements.literal(")")
