"""Blocks: lines, facts, tables, links, logs and prose as Markdown, cut where a message is full."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from bot.adapters.chat.discord.rendering import markdown, text
from bot.domain import foreign_text
from bot.domain.conversation.messages import Block, Facts, Line, Links, Log, Prose, Table, Tone
from bot.domain.notes import notes
from bot.domain.records import command_log

ROOM = 3_900  # characters of all texts of a message; Discord holds 4,000
LONGEST_LINE = 1_500
LONGEST_CELL = 200
MOST_ROWS = 30
LONGEST_LOG = 1_500
REST = "… there is more than a message holds: ask for it with status, notes or audit."


def texts(shown: Iterable[Block], prose: int) -> list[str]:
    """A text for each block that says something; Markdown is cut at so many characters."""
    return [told for block in shown if (told := _told(block, prose))]


def within(told: Sequence[str], room: int, rest: str = REST) -> list[str]:
    """As many texts as there is room for; the first that does not fit is cut at a line's end."""
    kept: list[str] = []
    for number, each in enumerate(told):
        is_last = number == len(told) - 1
        needed = len(each) + (0 if is_last else len(rest) + 2)
        if needed > room:
            return [*kept, cut(each, room, rest)] if room > len(rest) else kept
        kept.append(each)
        room -= len(each)
    return kept


def cut(said: str, room: int, rest: str = REST) -> str:
    """The text, or as many of its lines as there is room for; fences are closed."""
    return notes.fit(said, room, rest)


def _told(block: Block, prose: int) -> str:
    if isinstance(block, Line):
        return text.signed(block.tone, text.sentence(_short(block.text, LONGEST_LINE)))
    if isinstance(block, Facts):
        return "\n".join([*_title(block.title), *_facts(block)]) if block.rows else ""
    if isinstance(block, Table):
        return "\n".join([*_title(block.title), *_rows(block)]) if block.rows else ""
    if isinstance(block, Links):
        return "\n".join([*_title(block.title), *_links(block)]) if block.rows else ""
    if isinstance(block, Log):
        return "\n".join([*_title(block.title), log(block.text)]) if block.text else ""
    return _prose(block, prose)


def _title(title: str) -> Iterator[str]:
    if title:
        yield f"**{text.line(title, LONGEST_CELL)}**"


def _facts(block: Facts) -> Iterator[str]:
    for name, value in block.rows[:MOST_ROWS]:
        named = text.line(name, LONGEST_CELL)
        yield f"{named if block.title else f'**{named}**'}: {text.line(value, LONGEST_CELL)}"


def _links(block: Links) -> Iterator[str]:
    for each in block.rows[:MOST_ROWS]:
        yield f"{text.line(each.label, LONGEST_CELL)}: {text.plain(each.url)}"


def log(said: str) -> str:
    """The end of what a program printed, its lines as they are."""
    return text.code(command_log.end(said, LONGEST_LOG))


def _rows(block: Table) -> Iterator[str]:
    tones: Iterable[Tone] = block.tones or itertools.repeat("plain")
    for row, tone in zip(block.rows[:MOST_ROWS], tones, strict=False):
        yield f"- {text.signed(tone, _row(row))}"
    if len(block.rows) > MOST_ROWS:
        yield f"… and {len(block.rows) - MOST_ROWS} more"


def _row(row: Sequence[str]) -> str:
    """What a row says; nothing is said twice, as a hash and its beginning."""
    cells = [cell for cell in row if cell]
    shorter = {a for a in cells for b in cells if a != b and b.startswith(a)}
    first, *rest = [cell for cell in cells if cell not in shorter] or ["-"]
    said = [f"**{text.line(first, LONGEST_CELL)}**", *(text.line(c, LONGEST_CELL) for c in rest)]
    return " · ".join(said)


def _prose(block: Prose, longest: int) -> str:
    if not longest:
        return ""
    told = cut(markdown.convert(block.markdown), longest, "…")
    return "\n".join([*_title(block.title), told])


def _short(said: str, longest: int) -> str:
    shown = foreign_text.visible(said)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"
