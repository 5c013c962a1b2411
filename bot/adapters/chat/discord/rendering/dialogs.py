"""Dialogs as modals, and what a person filled into one."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot import errors
from bot.adapters.chat.discord.rendering import blocks, controls, text
from bot.adapters.chat.live import parts
from bot.domain.conversation.messages import Dialog, Field

Json = dict[str, Any]

LONGEST_INPUT = 4_000
PART = 3_700  # characters of a long text for each input, so that a part can grow a little
MOST_PARTS = 4  # of five components; the first says what a person reads above
TITLE, LABEL, HINT = 45, 45, 100
ABOVE = 3_000


def modal(dialog: Dialog) -> discord.ui.Modal:
    """The modal of a dialog. Raises `errors.Refused` where its text has no room."""
    made = discord.ui.Modal(
        title=text.label(dialog.title, TITLE), custom_id=controls.of_dialog(dialog).custom_id
    )
    heading = [text.plain(dialog.title)] if len(dialog.title) > TITLE else []
    above = blocks.within([*heading, *blocks.texts(dialog.blocks, 2_000)], ABOVE)
    if above:
        made.add_item(discord.ui.TextDisplay("\n".join(above)))
    refused = _too_long(dialog)
    labels = [each for field in dialog.fields for each in _labels(field, refused)]
    if len(labels) > MOST_PARTS:
        raise refused
    for label in labels:
        made.add_item(label)
    made.stop()  # the library keeps none: what is filled in is known by the modal's id
    return made


def _too_long(dialog: Dialog) -> errors.Refused:
    """Why its text has no room here, and where it has."""
    length = sum(len(field.value) for field in dialog.fields)
    return errors.Refused(
        f"This text has {length:,} characters, and Discord's dialogs hold about "
        f"{MOST_PARTS * PART:,}, in lines of at most {LONGEST_INPUT:,}.",
        "Edit it on the release's page of the console, or in a terminal: "
        f"releasebot notes {dialog.release} --edit < notes.md. Without a file it opens an editor.",
        reason="too_long",
    )


def filled(components: object) -> dict[str, str]:
    """What was typed, by field; a text that was shown in parts is whole again."""
    return parts.joined(dict(_typed(components)))


def _typed(components: object) -> Iterator[tuple[str, str]]:
    for each in components if isinstance(components, list) else ():
        if not isinstance(each, Mapping):
            continue
        if "custom_id" in each and "value" in each:
            yield str(each["custom_id"]), str(each["value"] or "")
        yield from _typed(each.get("components"))
        yield from _typed([each["component"]] if "component" in each else [])


def _labels(field: Field, refused: errors.Refused) -> Iterator[discord.ui.Label[Any]]:
    pieces = [field.value]
    if len(field.value) > PART:
        pieces = parts.split(field.value, PART, LONGEST_INPUT, MOST_PARTS, refused)
    for number, piece in enumerate(pieces):
        many = f" ({number + 1} of {len(pieces)})" if len(pieces) > 1 else ""
        yield _label(field, number, f"{field.label}{many}", piece)


def _label(field: Field, number: int, label: str, piece: str) -> discord.ui.Label[Any]:
    style = discord.TextStyle.paragraph if field.kind == "text" else discord.TextStyle.short
    box: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=f"{field.name}.{number}",
        style=style,
        default=piece or None,
        required=field.required and number == 0,
        max_length=max(1, min(field.longest, LONGEST_INPUT)),
    )
    hint = text.label(field.hint, HINT) if field.hint else None
    return discord.ui.Label(text=text.label(label, LABEL), component=box, description=hint)
