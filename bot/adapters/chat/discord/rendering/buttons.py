"""Buttons that work after a restart: all that is known of one stands in its id."""

import re
from typing import Any, Self

import discord

from bot.adapters.chat.discord.rendering import controls, layout
from bot.adapters.chat.discord.rendering.controls import Control
from bot.domain.conversation.messages import Button

Interaction = discord.Interaction[Any]

STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


class Pressed(discord.ui.DynamicItem[discord.ui.Button[Any]], template=controls.TEMPLATE):
    """A button of ours, made for a message or made again when it is pressed."""

    def __init__(
        self,
        control: Control,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        """A button that carries this control."""
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=control.custom_id))
        self.control = control

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, by its id."""
        del interaction, item
        control = controls.read(match[0])
        if control is None:
            raise ValueError(match[0])
        return cls(control)


def of(button: Button) -> Pressed:
    """A button of a card."""
    return Pressed(
        controls.of_button(button),
        layout.label(button.label, asks=button.asks),
        STYLES[button.style],
    )
