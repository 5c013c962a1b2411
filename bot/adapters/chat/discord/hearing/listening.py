"""Listening: each interaction goes to whoever answers its kind; none stays without an answer."""

from typing import Any

import discord

from bot.adapters.chat.discord.connection import Connection
from bot.adapters.chat.discord.hearing.clicks import Clicks
from bot.adapters.chat.discord.hearing.room import Room
from bot.adapters.chat.discord.hearing.words import Words
from bot.adapters.chat.discord.rendering import controls
from bot.adapters.chat.discord.rendering.buttons import Pressed

Interaction = discord.Interaction[Any]
Kind = discord.InteractionType


def listen(connection: Connection, room: Room) -> None:
    """Let this connection's interactions be answered in this room."""
    clicks = Clicks(room)
    words = Words(room)

    async def hears(interaction: Interaction) -> None:
        answers = {
            Kind.application_command: words.command,
            Kind.autocomplete: words.complete,
            Kind.modal_submit: clicks.dialog,
            Kind.component: clicks.unknown,
        }
        is_ours = interaction.type is Kind.component and _is_ours(interaction)
        known = answers.get(interaction.type)
        if known and not is_ours and not room.work.is_repeated(str(interaction.id)):
            await known(interaction)

    class Heard(Pressed, template=controls.TEMPLATE):
        """A button that this room answers."""

        async def callback(self, interaction: Interaction) -> None:
            """Answer it."""
            if not room.work.is_repeated(str(interaction.id)):
                await clicks.button(interaction, self.control)

    connection.hears = hears
    connection.add_dynamic_items(Heard)


def _is_ours(interaction: Interaction) -> bool:
    """Whether a button carries one of our ids, and is made again and heard by itself."""
    data: Any = interaction.data or {}
    return controls.read(str(data.get("custom_id", ""))) is not None
