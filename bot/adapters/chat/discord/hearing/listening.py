"""Listening: each interaction goes to whoever answers its kind; none stays without an answer."""

from collections.abc import Coroutine
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


LONGEST = 900.0  # seconds for which Discord takes an answer


def listen(connection: Connection, room: Room) -> None:
    """Let this connection's interactions be answered in this room."""
    clicks, words = Clicks(room), Words(room)
    answers = {
        Kind.application_command: words.command,
        Kind.autocomplete: words.complete,
        Kind.modal_submit: clicks.dialog,
        Kind.component: clicks.unknown,
    }

    async def take(interaction: Interaction, handling: Coroutine[Any, Any, None]) -> None:
        """Handle it once, where a bot that stops waits for it, and where a bug is noted."""
        if room.work.is_repeated(str(interaction.id)):
            handling.close()
        else:
            await room.work.within(handling, LONGEST)

    async def hears(interaction: Interaction) -> None:
        answer = answers.get(interaction.type)
        if answer is not None and not _is_a_button_of_ours(interaction):
            await take(interaction, answer(interaction))

    class Heard(Pressed, template=controls.TEMPLATE):
        """A button that this room answers."""

        async def callback(self, interaction: Interaction) -> None:
            """Answer it."""
            await take(interaction, clicks.button(interaction, self.control))

    connection.hears = hears
    connection.add_dynamic_items(Heard)


def _is_a_button_of_ours(interaction: Interaction) -> bool:
    """Whether it carries one of our ids, and is made again and heard by itself."""
    data: Any = interaction.data or {}
    is_button = interaction.type is Kind.component
    return is_button and controls.read(str(data.get("custom_id", ""))) is not None
