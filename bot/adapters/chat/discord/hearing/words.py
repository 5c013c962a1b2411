"""Words: the slash command, and what is offered while somebody types it."""

import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.adapters.chat.discord.hearing import answers, choices, commands
from bot.adapters.chat.discord.hearing.room import Room
from bot.domain.conversation.messages import Reply

Interaction = discord.Interaction[Any]
Json = dict[str, Any]

logger = logging.getLogger(__name__)


class Words:
    """Hears what people type."""

    def __init__(self, room: Room) -> None:
        """Answer in this room."""
        self._room = room

    async def command(self, interaction: Interaction) -> None:
        """A slash command, as the line of the grammar that it means."""
        await answers.answer(interaction, self._say(interaction), self._room.work)

    async def complete(self, interaction: Interaction) -> None:
        """Offer what fits; nothing is asked, so that it is there as one types."""
        name, options = _subcommand(interaction)
        focused = next((each for each in options if each.get("focused")), {"name": ""})
        named = choices.value_of(options, commands.PROJECT)
        sender = self._room.accounts.sender(interaction)
        found = (
            []
            if sender.objection
            else choices.offered(
                name,
                str(focused["name"]),
                str(focused.get("value", "")),
                tuple(self._room.projects),
                self._room.surface.cards(),
                named or sender.caller.project,
            )
        )
        try:
            await interaction.response.autocomplete(
                [app_commands.Choice(name=shown, value=value) for shown, value in found]
            )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            logger.info("choices could not be offered: %s", error)

    async def _say(self, interaction: Interaction) -> Reply:
        name, options = _subcommand(interaction)
        filled = {str(each["name"]): str(each.get("value", "")) for each in options}
        line = commands.line(name, filled, tuple(self._room.projects))
        sender = self._room.accounts.sender(interaction)
        return sender.told(await self._room.reception.say(line, sender.caller))


def _subcommand(interaction: Interaction) -> tuple[str, list[Json]]:
    """The name of the subcommand, and what is filled in."""
    data: Any = interaction.data or {}
    first: Json = next(iter(data.get("options") or ()), {})
    if first.get("name") == commands.MORE:
        first = next(iter(first.get("options") or ()), {})
    return str(first.get("name", "")), list(first.get("options") or ())
