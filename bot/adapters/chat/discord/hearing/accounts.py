"""Accounts: who did something at Discord, known by server and user number and by nothing else."""

from collections.abc import Mapping
from typing import Any

import discord

from bot import errors
from bot.adapters.chat.live.sender import Sender
from bot.domain.conversation.commands import Caller

Interaction = discord.Interaction[Any]


class Accounts:
    """Knows the people of one server; Discord itself vouches for whoever sends an interaction."""

    def __init__(self, guild: int, persons: Mapping[str, str], projects: Mapping[str, str]) -> None:
        """`persons` are by user number, `projects` by channel number."""
        self._guild = guild
        self._persons = persons
        self._projects = projects

    def sender(self, interaction: Interaction) -> Sender:
        """Who sent it. Whoever is not a member of the server may only look."""
        user, guild = interaction.user, interaction.guild_id
        objection = self._objection(interaction)
        account = f"discord:{guild or '@me'}/{user.id}"
        caller = Caller(
            account=account,
            person="" if objection else self._persons.get(str(user.id), ""),
            delivery=f"{account}:{interaction.id}",
            project=self._project(interaction),
            is_direct=guild is None,
        )
        return Sender(caller=caller, objection=objection)

    def _project(self, interaction: Interaction) -> str:
        """The project of the channel, or of the one in which a thread is."""
        parent = getattr(interaction.channel, "parent_id", None)
        places = (str(interaction.channel_id), str(parent))
        return next((self._projects[each] for each in places if each in self._projects), "")

    def _objection(self, interaction: Interaction) -> errors.ReleasebotError | None:
        if interaction.user.bot:
            return _foreign("This Discord account is a bot's")
        if interaction.guild_id is None:
            return _foreign("A direct message comes from no server")
        if interaction.guild_id != self._guild:
            return _foreign("This is another Discord server")
        if getattr(interaction.user, "pending", False):
            return _foreign("This Discord account has not accepted the server's rules yet")
        return None


def _foreign(what: str) -> errors.Refused:
    return errors.Refused(
        f"{what}, so it may only look.",
        "Ask a member of the bot's own server who has the role.",
        reason="foreign_account",
    )
