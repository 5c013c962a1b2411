"""Replies in a terminal: tables and Markdown for a person, plain aligned text for a pipe."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from bot.domain import foreign_text
from bot.domain.conversation.messages import (
    Block,
    Facts,
    Line,
    Links,
    Log,
    Prose,
    Reply,
    Table,
    Tone,
)

STYLES: dict[Tone, str] = {"good": "green", "busy": "cyan", "waiting": "yellow", "bad": "red"}
GAP = 2


def show(console: Console, reply: Reply) -> None:
    """Print the blocks of a reply; whatever stands in them is text and nothing else."""
    show_blocks(console, reply.blocks)


def show_raw(console: Console, text: str) -> None:
    """Print a text for a pipe as it was written; only what could control a terminal is shown."""
    shown = foreign_text.inert(text).rstrip("\n")
    console.file.write(f"{shown}\n")  # rich would make spaces of tabs


def show_blocks(console: Console, blocks: Sequence[Block]) -> None:
    """Print blocks one below the other."""
    for number, block in enumerate(blocks):
        if number and not isinstance(block, Line):
            console.print()
        title = "" if isinstance(block, Line) else block.title
        if title:
            console.print(_text(title, "bold"), soft_wrap=True)
        shown = _for_a_person(block) if console.is_terminal else _for_a_pipe(block)
        console.print(shown, soft_wrap=not console.is_terminal)


def _for_a_person(block: Block) -> RenderableType:
    match block:
        case Line():
            return _text(block.text, STYLES.get(block.tone, ""))
        case Facts():
            grid = RichTable.grid(padding=(0, GAP))
            for name, value in block.rows:
                grid.add_row(_text(name, "bold"), _text(value))
            return grid
        case Table():
            return _table(block)
        case Links():
            return _for_a_person(_facts(block))
        case Log():
            return Padding(_text(block.text), (0, GAP))
        case Prose():
            visible = foreign_text.visible(block.markdown)
            return Padding(Markdown(visible, hyperlinks=False), (0, GAP))


def _table(block: Table) -> RichTable:
    table = RichTable(box=None, padding=(0, GAP, 0, 0))
    for name in block.columns:
        table.add_column(_text(name, "bold"), overflow="fold")
    for number, row in enumerate(block.rows):
        style = STYLES.get(block.tones[number], "") if block.tones else ""
        table.add_row(*(_text(cell) for cell in row), style=style)
    return table


def _for_a_pipe(block: Block) -> Text:
    match block:
        case Line():
            return _text(block.text)
        case Facts():
            return _aligned(block.rows)
        case Table():
            return _aligned((block.columns, *block.rows))
        case Links():
            return _for_a_pipe(_facts(block))
        case Log():
            return _text(block.text)
        case Prose():
            return _text(block.markdown)


def _facts(links: Links) -> Facts:
    """Addresses in full: a terminal makes links of them by itself."""
    return Facts(rows=tuple((link.label, link.url) for link in links.rows))


def _aligned(rows: Sequence[Sequence[str]]) -> Text:
    """Columns side by side; no line is cut or broken, so that programs can read them."""
    cells = [[foreign_text.visible(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    padded = (
        (" " * GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
    return Text("\n".join(line.rstrip() for line in padded))


def _text(text: str, style: str = "") -> Text:
    return Text(foreign_text.visible(text), style=style)
