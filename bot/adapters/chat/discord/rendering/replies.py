"""Replies: what only the person who asked sees."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.chat.discord.rendering import blocks, buttons, controls, layout, text
from bot.adapters.chat.discord.rendering.buttons import Pressed
from bot.adapters.chat.discord.rendering.layout import View
from bot.domain.conversation.messages import Block, Button, Confirm, Dialog, Reply, Tone

PROSE = 3_000
MOST = 25  # texts of an answer


def reply(answer: Reply) -> View:
    """The answer as a message."""
    if answer.error:
        return refusal(answer.error)
    return told(answer.blocks)


def told(shown: Sequence[Block]) -> View:
    """Blocks as a message."""
    said = blocks.within(blocks.texts(shown, PROSE)[:MOST], blocks.ROOM) or ["Done."]
    return layout.view(map(layout.display, said))


def refusal(error: Mapping[str, Any], typed: str = "") -> View:
    """An error: what is wrong, what to do next, and its code; and what was typed, to be kept."""
    said = [text.signed("bad", text.line(str(error["sentence"]), 1_500))]
    if error["next"]:
        said.append(text.line(str(error["next"]), 1_000))
    said.append(f"-# reason: `{text.label(str(error['code']), 100).replace('`', '')}`")
    if typed:
        room = blocks.ROOM - sum(map(len, said)) - 60
        said += ["What you typed:", blocks.cut(text.code(typed), max(room, 100), "…")]
    return layout.view(map(layout.display, said))


def confirm(button: Button, asked: Confirm) -> View:
    """The second step before a click counts: what follows, and the button that does it."""
    control = controls.of_button(button, "p")
    yes = Pressed(control, layout.label(asked.yes), buttons.STYLES[button.style])
    tone: Tone = "bad" if button.style == "danger" else "waiting"
    return layout.view(
        [
            layout.card(
                tone,
                [
                    layout.display(f"### {text.line(asked.title, 200)}"),
                    layout.display(text.line(asked.text, 2_500)),
                    *layout.rows([yes]),
                    layout.display(f"-# {text.line(asked.no, 80)}? Leave this alone: it expires."),
                ],
            )
        ]
    )


def reopen(dialog: Dialog, said: str, typed: str = "") -> View:
    """A dialog cannot follow a dialog, nor a late answer: a button opens it."""
    control = controls.Control(
        step="a",
        action=dialog.action,
        release=dialog.release,
        question=dialog.question,
        argument=dialog.argument,
    )
    told = [*blocks.texts(dialog.blocks, 500), text.plain(said)]
    if typed:
        told += ["What you typed:", text.code(typed)]
    shown = blocks.within(told, blocks.ROOM)
    button = Pressed(control, layout.label(dialog.title, asks=True))
    return layout.view([*map(layout.display, shown), *layout.rows([button])])
