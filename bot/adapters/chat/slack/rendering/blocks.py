"""Blocks: lines, facts, tables, links, logs and prose as Block Kit, within a message's limits."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.adapters.chat.slack.rendering import elements, markdown
from bot.domain import foreign_text
from bot.domain.conversation.messages import Block, Facts, Line, Links, Log, Prose, Table, Tone
from bot.domain.notes import notes
from bot.domain.records import command_log

Json = dict[str, Any]

MOST, MOST_OF_VIEW = 50, 100  # blocks of a message, and of a dialog or tab
ROOM = 11_500  # characters of all blocks; Slack refuses near 13,200
ROOM_OF_VIEW = 40_000  # besides what can be edited
LONGEST_LINE = 2_900
LONGEST_CELL = 400
MOST_ROWS = 40
LONGEST_LOG = 2_500
FULL = "… there is more than a message holds: ask for it with status, notes or audit."


def block_kit(shown: Iterable[Block], prose: int = 2_500) -> list[Json]:
    """The blocks; Markdown is cut at so many characters."""
    return [elements.rich_text(parts) for block in shown if (parts := _parts(block, prose))]


def within(
    blocks: Sequence[Json], last: Sequence[Json] = (), room: int = ROOM, full: str = FULL
) -> list[Json]:
    """As many blocks as a message holds, where `last` must stand; `full` says what is left out."""
    return _within(blocks, last, room, MOST, full)


def within_view(blocks: Sequence[Json], last: Sequence[Json] = ()) -> list[Json]:
    """As many blocks as a dialog or a tab holds."""
    room = ROOM_OF_VIEW + elements.characters(list(last))
    return _within(blocks, last, room, MOST_OF_VIEW, FULL)


def _within(
    blocks: Sequence[Json], last: Sequence[Json], room: int, most: int, full: str
) -> list[Json]:
    left = room - elements.characters(list(last)) - len(full)
    kept: list[Json] = []
    for block in blocks:
        left -= elements.characters(block)
        if left < 0 or len(kept) + len(last) >= most - 1:
            return [*kept, elements.rich_text([elements.section(elements.text(full))]), *last]
        kept.append(block)
    return [*kept, *last]


def context(said: str) -> Json:
    """Small grey text."""
    return {"type": "context", "elements": [elements.plain(said, 2000)]}


def _parts(block: Block, prose: int) -> list[Json]:
    if isinstance(block, Line):
        return [_line(block.text, block.tone)]
    if isinstance(block, Facts):
        return [*_title(block.title), *_facts(block)] if block.rows else []
    if isinstance(block, Table):
        return [*_title(block.title), *_rows(block)] if block.rows else []
    if isinstance(block, Links):
        return [*_title(block.title), *_links(block)] if block.rows else []
    if isinstance(block, Log):
        return [*_title(block.title), log(block.text)] if block.text else []
    return _prose(block, prose)


def _line(said: str, tone: Tone) -> Json:
    cut = foreign_text.visible(said)
    cut = cut if len(cut) <= LONGEST_LINE else f"{cut[:LONGEST_LINE]}…"
    return elements.section([*elements.sign(tone), *elements.text(cut)])


def _facts(block: Facts) -> Iterator[Json]:
    for name, value in block.rows[:MOST_ROWS]:
        said = f"{name}: "
        named = elements.named(said) if block.title else elements.literal(said, bold=True)
        yield elements.section([*named, *elements.named(_cell(value))])


def _title(title: str) -> Iterator[Json]:
    if title:
        yield elements.section(elements.literal(title, bold=True))


def _links(block: Links) -> Iterator[Json]:
    for each in block.rows[:MOST_ROWS]:
        label = elements.named(f"{each.label}: ")
        yield elements.section([*label, *elements.text(each.url)])


def log(said: str) -> Json:
    """The end of what a program printed, its lines as they are."""
    return elements.preformatted(command_log.end(said, LONGEST_LOG))


def _rows(block: Table) -> Iterator[Json]:
    tones: Iterable[Tone] = block.tones or itertools.repeat("plain")
    rows = _merged(zip(block.rows[:MOST_ROWS], tones, strict=False))
    yield elements.bullets(_row(row, tone) for row, tone in rows)
    if len(block.rows) > MOST_ROWS:
        more = len(block.rows) - MOST_ROWS
        yield elements.section(elements.literal(f"… and {more} more"))


def _merged(rows: Iterable[tuple[Sequence[str], Tone]]) -> Iterator[tuple[Sequence[str], Tone]]:
    """The rows; good ones that follow each other and say the same are one, with all their names."""
    for (rest, tone), same in itertools.groupby(rows, lambda each: (each[0][1:], each[1])):
        names = [row[0] for row, _ in same]
        if tone == "good" and any(rest):
            yield (", ".join(names), *rest), tone
        else:
            yield from (((name, *rest), tone) for name in names)


def _row(row: Sequence[str], tone: Tone) -> list[Json]:
    """What a row says, the first of it bold; nothing is said twice, as a hash and its beginning."""
    cells = [cell for cell in row if cell]
    shorter = {a for a in cells for b in cells if a != b and b.startswith(a)}
    first, *rest = [_cell(cell) for cell in cells if cell not in shorter] or ["-"]
    told = [*elements.sign(tone), *elements.literal(first, bold=True)]
    for cell in rest:
        told += [*elements.literal(" · "), *elements.text(cell)]
    return told


def _cell(said: str) -> str:
    shown = foreign_text.visible(said)
    return shown if len(shown) <= LONGEST_CELL else f"{shown[:LONGEST_CELL]}…"


def _prose(block: Prose, longest: int) -> list[Json]:
    cut = notes.fit(block.markdown, longest, "…")
    return [*_title(block.title), *markdown.convert(cut)] if longest else []
