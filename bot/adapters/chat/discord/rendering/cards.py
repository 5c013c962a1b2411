"""Cards: the one message of a release, with its stages and the buttons that are valid now."""

import json
from collections.abc import Iterator

from bot.adapters.chat.discord import marks
from bot.adapters.chat.discord.rendering import blocks, buttons, controls, layout, text
from bot.adapters.chat.discord.rendering.buttons import Pressed
from bot.adapters.chat.discord.rendering.controls import Control
from bot.adapters.chat.discord.rendering.layout import Item, View
from bot.domain import phrases
from bot.domain.conversation.messages import Block, Card, Prose, Task

MOST_BLOCKS = 12
MOST_TASKS = 30
MOST_BUTTONS = 10  # two of ours stand beside them
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


def view(card: Card) -> View:
    """The card as a message."""
    head = _head(card)
    stages = blocks.cut("\n".join(map(_task, card.tasks[:MOST_TASKS])), TASKS_ROOM, "…")
    foot = marks.footer(marks.CARD, text.line(card.project, 100), card.kind, card.release)
    room = blocks.ROOM - len(head) - len(stages) - len(foot.content)
    told = blocks.texts(_shown(card), NOTES_ROOM)[:MOST_BLOCKS]
    parts: list[Item] = [layout.display(head)]
    if stages:
        parts += [layout.line(), layout.display(stages)]
    if told:
        parts += [layout.line(), *map(layout.display, blocks.within(told, room))]
    parts += [layout.line(), *layout.rows(list(_buttons(card))), foot]
    return layout.view([layout.card(card.tone, parts)])


def content(shown: View) -> str:
    """What a message says, to be compared."""
    return json.dumps(layout.as_json(shown), sort_keys=True)


def _head(card: Card) -> str:
    said = [f"## {text.line(card.title, 120)}"]
    said.append(text.signed(card.tone, text.line(card.summary, SUMMARY_ROOM)))
    if card.expires:
        said.append(f"The question closes {text.ticking(card.expires)}.")
    return "\n".join(said)


def _shown(card: Card) -> Iterator[Block]:
    """What stands on the card; of its long texts only the first, the button shows all of them."""
    prose = [block for block in card.blocks if isinstance(block, Prose)]
    return (block for block in card.blocks if block not in prose[1:])


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
