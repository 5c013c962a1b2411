"""Dialogs as modals, and what a person filled into one."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot import errors
from bot.adapters.chat.live import parts
from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain.conversation.messages import Block, Dialog, Field, Line, Reply

Json = dict[str, Any]

DIALOG = "releasebot:dialog"
TYPED = "typed"  # the action of every input; those of drafts tell it at each character
PREVIEW, DROP = "releasebot:preview", "releasebot:drop"  # buttons of the notes' dialog
LONGEST_INPUT = 3000
PART = 2800  # characters of a long text for each input, so that a part can grow a little
MOST_PARTS = 80
PROSE = 12_000
TITLE = 24

KEPT = "What you type is kept until you save it, also when you close this."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an open dialog knows of itself: ids, the text that was shown, where to answer."""

    action: str
    release: str
    question: str = ""
    argument: str = ""
    base: str = ""
    channel: str = ""


def view(dialog: Dialog, channel: str, first: int = 0) -> Json:
    """The modal of a dialog. Raises `errors.Refused` where its text has no room.

    Slack keeps what was typed into an input whose number it knows; `first` begins with new ones.
    """
    asked = Asked(
        action=dialog.action,
        release=dialog.release,
        question=dialog.question,
        argument=dialog.argument,
        base=dialog.base,
        channel=channel,
    )
    refused = _too_long(dialog)
    inputs = [each for field in dialog.fields for each in _inputs(field, first, refused)]
    told = blocks.block_kit(dialog.blocks, PROSE)
    heading = {"type": "header", "text": elements.plain(dialog.title, 150)}
    top = [heading] if len(dialog.title) > TITLE else []
    return {
        "type": "modal",
        "callback_id": DIALOG,
        "private_metadata": json.dumps(asdict(asked)),
        "title": elements.plain(dialog.title, TITLE),
        "submit": elements.plain(dialog.submit, TITLE),
        "close": elements.plain("Not now", TITLE),
        "blocks": blocks.within_view([*top, *told], [*_looks(dialog), *inputs]),
    }


def told_view(
    title: str, shown: Iterable[Block], *, error: Mapping[str, Any] | None = None
) -> Json:
    """A modal that only tells something."""
    said = blocks.block_kit(shown, PROSE) if error is None else refusal(error)
    return {
        "type": "modal",
        "callback_id": "releasebot:told",
        "title": elements.plain(title, TITLE),
        "close": elements.plain("Close", TITLE),
        "blocks": blocks.within_view(said),
    }


def refusal(error: Mapping[str, Any]) -> list[Json]:
    """An error: what is wrong, what to do next, and its code."""
    sentence = elements.section([*elements.sign("bad"), *elements.text(error["sentence"])])
    step = elements.section(elements.text(error["next"]))
    said = [sentence, *([step] if error["next"] else [])]
    return [elements.rich_text(said), blocks.context(f"reason: {error['code']}")]


def reply(answer: Reply) -> list[Json]:
    """The blocks of an answer."""
    if answer.error:
        return refusal(answer.error)
    return blocks.within(blocks.block_kit(answer.blocks, 6_000))


def asked_of(private: str) -> Asked:
    """What the dialog knew of itself. Raises `errors.BadInput` for one that is not ours."""
    try:
        known = json.loads(private)
        return Asked(**{key: str(text) for key, text in known.items()})
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise errors.BadInput(
            "This dialog is not one of ours.", "Open it again from the release's card."
        ) from error


def filled(state: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by field; a text that was shown in parts is whole again."""
    typed = {
        str(block): box.get("value") or "" for block, by in state.items() for box in by.values()
    }
    return parts.joined(typed)


def with_typed(dialog: Dialog, typed: Mapping[str, str], why: Mapping[str, Any]) -> Dialog:
    """A dialog that was opened anew with what somebody had typed into the one before."""
    told = Line(text=f"{why['sentence']} Nothing was saved.", tone="bad")
    fields = tuple(
        dataclasses.replace(field, value=typed.get(field.name, field.value))
        for field in dialog.fields
    )
    return dataclasses.replace(dialog, fields=fields, blocks=(told, *dialog.blocks))


def has_room(dialog: Dialog) -> bool:
    """Whether Slack's dialogs hold its texts."""
    try:
        view(dialog, "")
    except errors.Refused:
        return False
    return True


def next_number(shown: Mapping[str, Any]) -> int:
    """A number that no input of this modal has yet."""
    inputs = (block["block_id"] for block in shown["blocks"] if block["type"] == "input")
    return 1 + max((int(each.rpartition(".")[2]) for each in inputs), default=-1)


def first_input(shown: Mapping[str, Any]) -> str:
    """The id of a modal's first input, "" where it has none; errors stand below it."""
    inputs = (block["block_id"] for block in shown["blocks"] if block["type"] == "input")
    return next(inputs, "")


def _too_long(dialog: Dialog) -> errors.Refused:
    """Why its text has no room here, and where it has."""
    length = sum(len(field.value) for field in dialog.fields)
    return errors.Refused(
        f"This text has {length:,} characters, and Slack's dialogs hold about "
        f"{MOST_PARTS * PART:,}, in lines of at most {LONGEST_INPUT:,}.",
        "Edit it on the release's page of the console, or in a terminal: "
        f"releasebot notes {dialog.release} --edit < notes.md. Without a file it opens an editor.",
        reason="too_long",
    )


def _looks(dialog: Dialog) -> Iterator[Json]:
    """The buttons of a dialog whose text is posted: what it will be, and away with a draft."""
    labels = {PREVIEW: "Preview…"} if any(field.is_kept for field in dialog.fields) else {}
    labels |= {DROP: "Drop my draft"} if dialog.has_draft else {}
    if labels:
        ids = json.dumps([dialog.release, "", ""])
        yield {
            "type": "actions",
            "elements": [elements.button(name, label, ids) for name, label in labels.items()],
        }


def _inputs(field: Field, first: int, refused: errors.Refused) -> Iterator[Json]:
    pieces = parts.split(field.value, PART, LONGEST_INPUT, MOST_PARTS, refused)
    for number, part in enumerate(pieces):
        label = f"{field.label} ({number + 1} of {len(pieces)})" if len(pieces) > 1 else field.label
        shown = _input(field, f"{field.name}.{first + number}", label, part)
        yield shown | {"optional": not field.required or number > 0}


def _input(field: Field, block: str, label: str, part: str) -> Json:
    box: Json = {
        "type": "plain_text_input",
        "action_id": TYPED,
        "multiline": field.kind == "text",
        "max_length": min(field.longest, LONGEST_INPUT),
    }
    if part:
        box["initial_value"] = part
    shown: Json = {
        "type": "input",
        "block_id": block,
        "label": elements.plain(label, 2000),
        "element": box,
    }
    hint = field.hint
    if field.is_kept:
        shown["dispatch_action"] = True
        box["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
        hint = f"{hint.removesuffix('.')}. {KEPT}"
    return shown | ({"hint": elements.plain(hint, 2000)} if hint else {})
