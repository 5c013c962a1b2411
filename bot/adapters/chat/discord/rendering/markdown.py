"""Markdown as Discord writes it: what a release's notes say, with nothing alive in it.

The text is parsed and written anew: every piece of text is literal, a link shows where it leads
instead of hiding it, HTML is text, and what Discord does not have, such as a table, becomes code.
"""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from bot.adapters.chat.discord.rendering import text
from bot.adapters.chat.live.markdown import WEB, TokenWriter

DEEPEST = 4  # levels of a list
_MARKS = {"strong": "**", "em": "*", "s": "~~"}


def convert(markdown: str) -> str:
    """What the Markdown says, in Discord's own."""
    writer = _Writer()
    writer.take_all(markdown)
    return "\n".join(writer.lines).strip("\n")


class _Writer(TokenWriter):
    """Takes tokens in their order, and keeps the lines that are done."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._lists: list[int] = []  # of those that are open: the next number, 0 for bullets
        self._is_first = False  # whether the next paragraph is the first of its item
        self._rank = ""

    def _paragraph(self, children: Sequence[Token]) -> None:
        for said in "".join(_pieces(children)).split("\n"):
            self._put(said)

    def _put(self, said: str) -> None:
        """Write a line where it belongs: into the item, the quote, or for itself."""
        indent = "  " * (min(len(self._lists), DEEPEST) - 1)
        if self._is_first:
            number = self._lists[-1]
            begins = f"{indent}{number}. " if number else f"{indent}- "
            self._lists[-1] += bool(number)
            self._is_first = False
        else:
            begins = f"{indent}  " if self._lists else ""
        quote = "> " if self._quotes else ""
        self.lines.append(f"{quote}{self._rank}{begins}{said}")

    def _gap(self, _: Token) -> None:
        """A blank line between blocks, but not within a list."""
        if not self._lists and self.lines and self.lines[-1]:
            self.lines.append("")

    _paragraph_close = _gap

    def _heading_open(self, token: Token) -> None:
        self._rank = "## " if token.tag == "h1" else "### "

    def _heading_close(self, _: Token) -> None:
        self._rank = ""

    def _blockquote_close(self, token: Token) -> None:
        super()._blockquote_close(token)
        self._gap(token)

    def _bullet_list_open(self, _: Token) -> None:
        self._lists.append(0)

    def _ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrGet("start") or 1) or 1)

    def _bullet_list_close(self, token: Token) -> None:
        self._lists.pop()
        self._is_first = False
        self._gap(token)

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        self._is_first = True

    def _fence(self, token: Token) -> None:
        self._is_first = False
        if token.content.strip():
            self.lines += text.code(token.content).split("\n")

    _code_block = _fence

    def _hr(self, _: Token) -> None:
        self._put("―――")

    def _table_close(self, token: Token) -> None:
        self.lines += text.code("\n".join(self._rows)).split("\n")
        self._gap(token)


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    """The pieces of a paragraph."""
    address, begun = "", ""
    for token in children:
        name, _, edge = token.type.rpartition("_")
        if token.type == "link_open":
            address, begun = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield _where(begun, address)
            address = ""
        elif name in _MARKS and edge in ("open", "close"):
            yield _MARKS[name]
        elif token.type in ("softbreak", "hardbreak"):
            yield " " if token.type == "softbreak" else "\n"
        elif token.type == "code_inline" and "`" not in token.content:
            begun += token.content
            yield f"`{text.dead(token.content)}`"
        else:
            begun += token.content
            is_address = bool(address) and token.content.lower().startswith(WEB)
            yield "" if is_address else text.plain(token.content)


def _where(begun: str, address: str) -> str:
    """The address of a link, behind a text that says something else."""
    if not begun or begun.lower().startswith(WEB):
        return text.plain(address)
    return f" ({text.plain(address)})"
