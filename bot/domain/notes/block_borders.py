"""Block borders: the beginning of a Markdown text that has room, cut where a whole block ends.

Blocks are paragraphs, code and the rows of a table, in lists and quotes too; a heading stays with
what follows it. No more is read than can matter, so that a text may be of any size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark").enable("table").disable("inline")
_ENDS = frozenset({"paragraph_open", "fence", "code_block", "html_block", "tr_open"})
_AHEAD = 10_000  # characters behind the room that are read to see where a block ends
_LINE_END = re.compile(r"\r\n?|\n")
_MARKERS = re.compile(r"[ \t>*+\-|0-9.)]*")  # before the first word of an item, a quote or a row


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a block's text begins and ends, and the fence that has to end it."""

    start: int
    end: int
    fence: str = ""


def beginning(text: str, room: int) -> str:
    """As many whole blocks as there is room for, in characters.

    One that is longer than the room itself, or goes on far behind it, is cut at a line's end, or
    else at a word's; a fence that is left open is closed.
    """
    window = text[: max(room, 0) + min(max(room, 0), _AHEAD) + 2]
    kept, following = 0, None
    for block in _blocks(window):
        if block.end > room:
            following = block
            break
        kept = block.end
    if not kept:
        first = _within(text, following, room) if following else ""
        return first or _within(text, _Block(0, len(window)), room)
    if following and (following.end - following.start > room or following.end > room + _AHEAD):
        return _within(text, following, room) or text[:kept]
    return text[:kept]


def _blocks(text: str) -> Iterator[_Block]:
    """The blocks that hold no other one; headings and rules end nothing, so they are left out."""
    breaks = [found.span() for found in _LINE_END.finditer(text)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    before = ""
    for token in _PARSER.parse(text):
        if token.type in _ENDS and token.map and before != "thead_open":
            first, last = token.map[0], min(token.map[1], len(ends)) - 1
            if token.type == "fence":
                # In a list or a quote it ends with that, and a closing one would open another.
                fence = "" if token.level else token.markup
                yield _Block(starts[min(first + 1, last)], ends[last], fence)
            else:
                yield _Block(starts[first], ends[last])
        before = token.type


def _within(text: str, block: _Block, room: int) -> str:
    """The text up to somewhere in this block, "" where there is no room for any of it."""
    closing = f"\n{block.fence}" if block.fence else ""
    room -= len(closing)
    start = _MARKERS.match(text, block.start).end()  # type: ignore[union-attr]  # it may be empty
    if start >= room:
        return ""
    line = text.rfind("\n", start, room + 1)
    word = max(text.rfind(space, start, room + 1) for space in " \t")
    cut = next((place for place in (line, word) if place > start), room)
    return text[:cut].rstrip() + closing
