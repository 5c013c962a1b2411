"""Cards: the one message of a release, with its stages as a plan and the buttons that are valid."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain import phrases
from bot.domain.conversation.messages import Block, Button, Card, Confirm, Prose, Task

Json = dict[str, Any]

MOST_BUTTONS = 22  # of 25 in a row: two of ours stand beside them
MOST_TASKS = 50
PREFIX = "releasebot:"  # of every action that is ours
ASKS = ":asks"  # how the id of a button ends that opens a dialog
PREVIEW, LOG = "preview", "log"  # buttons that only show something, and are no action of a release
NOTES_ROOM = 1_500  # characters of the notes on a card; the button shows all of them

_STATUS = {"running": "in_progress", "done": "complete", "skipped": "complete", "failed": "error"}
_SIGNS = {
    "planned": "white_circle",
    "running": "hourglass_flowing_sand",
    "done": "white_check_mark",
    "failed": "red_circle",
    "waiting": "large_yellow_circle",
    "held": "double_vertical_bar",
    "skipped": "fast_forward",
}
_OVER = {"waiting": "waits", "held": "on hold", "skipped": "skipped"}  # a plan has no word for it


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a message says: `text` is its notification, and what a screen reader says."""

    text: str
    blocks: list[Json]


def message(card: Card, *, has_plans: bool = True) -> Message:
    """The card as a message; where a workspace refuses plans, its stages are a list."""
    text = elements.notification(f"{card.title}: {elements.nameless(card.summary)}")
    top: list[Json] = [
        {"type": "header", "text": elements.plain(card.title, 150)},
        elements.rich_text(
            [elements.section([*elements.sign(card.tone), *elements.named(card.summary)])]
        ),
    ]
    if card.tasks:
        top.append(_plan(card) if has_plans else _list(card))
    said = [*top, *blocks.block_kit(_shown(card), NOTES_ROOM)]
    last = [*_buttons(card), blocks.context(f"{card.project} · {card.kind} {card.release}")]
    return Message(text=text, blocks=blocks.within(said, last))


def value(button: Button) -> str:
    """The ids that a button carries; what they allow is looked up when it is pressed."""
    return json.dumps([button.release, button.question, button.argument], ensure_ascii=True)


def _shown(card: Card) -> Iterator[Block]:
    """What stands on the card; of its long texts only the first, the button shows all of them."""
    prose = [block for block in card.blocks if isinstance(block, Prose)]
    return (block for block in card.blocks if block not in prose[1:])


def _plan(card: Card) -> Json:
    over = sum(task.state in ("done", "skipped") for task in card.tasks)
    return {
        "type": "plan",
        "title": f"{over} of {len(card.tasks)} steps done",
        "tasks": [_task(task) for task in card.tasks[:MOST_TASKS]],
    }


def _task(task: Task) -> Json:
    shown: Json = {
        "type": "task_card",
        "task_id": task.name,
        "title": elements.plain(_title(task), 250)["text"],
        "status": _STATUS.get(task.state, "pending"),
    }
    if task.detail:
        detail = elements.section(elements.text(task.detail))
        shown["details"] = elements.rich_text([detail])
    return shown


def _title(task: Task) -> str:
    """The stage, with what a plan has no sign for."""
    took = f" ({phrases.duration(task.seconds)})" if task.seconds else ""
    word = f": {_OVER[task.state]}" if task.state in _OVER else ""
    return f"{elements.nameless(task.label)}{word}{took}"


def _list(card: Card) -> Json:
    items = [
        [
            {"type": "emoji", "name": _SIGNS[task.state]},
            *elements.literal(f" {_title(task)}"),
            *(elements.literal(f": {task.detail}") if task.detail else ()),
        ]
        for task in card.tasks
    ]
    return elements.rich_text([elements.bullets(items)])


def _buttons(card: Card) -> Iterator[Json]:
    """The row of buttons; a rehearsal has none."""
    named = [_button(button, number) for number, button in enumerate(card.buttons[:MOST_BUTTONS])]
    if shown := [*named, *_looks(card)]:
        yield {"type": "actions", "elements": shown}


def _button(button: Button, number: int) -> Json:
    shown: Json = {
        "type": "button",
        "action_id": f"{PREFIX}{button.action}:{number}{ASKS if button.asks else ''}",
        "text": elements.plain(f"{button.label}…" if button.asks else button.label, 75),
        "value": value(button),
    }
    if button.style != "plain":
        shown["style"] = button.style
    if button.confirm:
        shown["confirm"] = _confirm(button.confirm, button.style)
    return shown


def _confirm(asked: Confirm, style: str) -> Json:
    shown: Json = {
        "title": elements.plain(asked.title, 100),
        "text": elements.plain(asked.text, 300),
        "confirm": elements.plain(asked.yes, 30),
        "deny": elements.plain(asked.no, 30),
    }
    return shown | ({"style": style} if style != "plain" else {})


def _looks(card: Card) -> Iterator[Json]:
    """The buttons that show more: the texts as people will read them, and who did what."""
    ids = json.dumps([card.release, "", ""])
    labels = {PREVIEW: "Preview…", LOG: "Log…"}
    if not any(isinstance(block, Prose) for block in card.blocks):
        del labels[PREVIEW]
    if card.kind == "rehearsal":
        del labels[LOG]
    yield from (elements.button(f"{PREFIX}{name}", label, ids) for name, label in labels.items())
