"""Cards: the one message of a release, with its stages and the buttons that are valid now."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.adapters.chat.discord import marks
from bot.adapters.chat.discord.rendering import blocks, buttons, controls, layout, text
from bot.adapters.chat.discord.rendering.buttons import Pressed
from bot.adapters.chat.discord.rendering.controls import Control
from bot.adapters.chat.discord.rendering.layout import Item, View
from bot.domain import phrases
from bot.domain.conversation.messages import Block, Card, Link, Links, Prose, Task

MOST_BLOCKS = 12
MOST_TASKS = 30
MOST_BUTTONS = 10  # two of ours stand beside them
MOST_BESIDE_PAGES = 21  # blocks and buttons; with all else a card has 40 parts then
NOTES_ROOM = 900  # characters of the notes on a card; the button shows all of them
SUMMARY_ROOM, TASKS_ROOM = 500, 1_600

_SIGNS = {
    "planned": "⚪",
    "running": "⏳",
    "done": "✅",
    "failed": "🔴",
    "waiting": "🟡",
    "held": "⏸️",
    "skipped": "⏭️",
}


def view(card: Card, remark: str = "") -> View:
    """The card as a message, with a remark of our own below it."""
    head = _head(card)
    stages = blocks.cut("\n".join(map(_task, card.tasks[:MOST_TASKS])), TASKS_ROOM, "…")
    foot = marks.footer(marks.CARD, text.line(card.project, 100), card.kind, card.release)
    pages = _pages(card)
    room = blocks.ROOM - len(head) - len(stages) - len(foot.content) - len(remark)
    told = blocks.texts(_shown(card, pages), NOTES_ROOM)[:MOST_BLOCKS]
    parts: list[Item] = [layout.display(head)]
    if stages:
        parts += [layout.line(), layout.display(stages)]
    if told:
        parts += [layout.line(), *map(layout.display, blocks.within(told, room))]
    parts += [layout.line(), *layout.rows(list(map(layout.link, pages)))]
    parts += layout.rows(list(_buttons(card)))
    parts += [layout.display(remark)] if remark else []
    return layout.view([layout.card(card.tone, [*parts, foot])])


def goes_on(thread: str, message: str = "") -> str:
    """The remark of a card whose log is not in a thread of its own; ids grow with time.

    `message` is the id of the card, "" where it is not posted yet.
    """
    if thread in ("", message):
        return ""
    if message and int(thread) > int(message):
        return f"-# The log goes on in <#{thread}>."
    return f"-# This card replaces an older one; the log goes on in <#{thread}>."


def content(shown: View) -> str:
    """What a message says, to be compared."""
    return json.dumps(layout.as_json(shown), sort_keys=True)


def _head(card: Card) -> str:
    said = [f"## {text.line(card.title, 120)}"]
    said.append(text.signed(card.tone, text.line(card.summary, SUMMARY_ROOM)))
    if card.expires:
        said.append(f"The question closes {text.ticking(card.expires)}.")
    return "\n".join(said)


def _pages(card: Card) -> list[Link]:
    """The addresses that have room as buttons: a row of them, on a card with few other parts."""
    found = [each for block in card.blocks if isinstance(block, Links) for each in block.rows]
    is_full = len(card.blocks) + len(card.buttons) > MOST_BESIDE_PAGES
    return [] if is_full else [each for each in found if layout.is_link(each)][: layout.ROW]


def _shown(card: Card, pages: Sequence[Link]) -> Iterator[Block]:
    """What stands on the card, but for the pages that are buttons.

    Of its long texts it is only the first; a button shows all of them.
    """
    prose = [block for block in card.blocks if isinstance(block, Prose)]
    for block in card.blocks:
        if isinstance(block, Links):
            yield replace(block, rows=tuple(each for each in block.rows if each not in pages))
        elif block not in prose[1:]:
            yield block


def _task(task: Task) -> str:
    told = f"{_SIGNS[task.state]} {text.line(task.label, 120)}"
    if task.state == "running" and task.since:
        told += f", began {text.ticking(task.since)}"
    elif task.seconds:
        told += f" ({phrases.duration(task.seconds)})"
    return f"{told}: {text.line(task.detail, 200)}" if task.detail else told


def _buttons(card: Card) -> Iterator[Pressed]:
    yield from map(buttons.of, card.buttons[:MOST_BUTTONS])
    if any(isinstance(block, Prose) for block in card.blocks):
        yield _look(card, controls.TEXTS, "Texts")
    if card.kind == "release":
        yield _look(card, controls.LOG, "Log")


def _look(card: Card, name: str, label: str) -> Pressed:
    """A button that only shows more: the texts as people will read them, or who did what."""
    control = Control(step="p", action=name, release=card.release)
    return Pressed(control, layout.label(label, asks=True))
