"""Answers: within three seconds, or "thinking" and then the answer; seen by one person alone."""

import logging
from collections.abc import Awaitable
from typing import Any

import aiohttp
import discord

from bot import errors
from bot.adapters.chat.discord.rendering import dialogs, replies
from bot.adapters.chat.discord.rendering.layout import View
from bot.adapters.chat.live.work import Work
from bot.domain.messages import Dialog, Reply

Interaction = discord.Interaction[Any]

STORED_SECONDS = 2.0  # Discord waits three for the first answer
NOBODY = discord.AllowedMentions.none()
BROKEN = errors.Failed(
    "The bot could not work that out.",
    "Look at the release's card before you try again; the bot's log tells more.",
)
LATE = "The answer took too long for a dialog, so nothing was done. Open it here:"

logger = logging.getLogger(__name__)


async def answer(
    interaction: Interaction, asked: Awaitable[Reply], work: Work, typed: str = ""
) -> None:
    """Give the reply as the first answer, or later where it takes longer than Discord waits.

    Whatever was asked for is stored before it is acknowledged, if that takes no longer than this.
    `typed` is given back with a refusal. That an answer cannot be given harms nothing else.
    """
    try:
        begun = await work.within(_sure(asked), STORED_SECONDS)
        if begun.is_over:
            await _first(interaction, await begun.end(), typed)
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await _later(interaction, await begun.end(), typed)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        logger.warning("an answer at Discord could not be given: %s", error)


async def show(interaction: Interaction, view: View) -> None:
    """Show a message to this person alone, as the first answer."""
    try:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        logger.warning("an answer at Discord could not be given: %s", error)


async def _sure(asked: Awaitable[Reply]) -> Reply:
    """The reply; a bug in what makes it is noted in the log, and told."""
    try:
        return await asked
    except errors.ReleasebotError as error:
        return Reply(error=error.to_json())
    except Exception:
        logger.exception("something that Discord sent could not be handled")
        return Reply(error=BROKEN.to_json())


async def _first(interaction: Interaction, reply: Reply, typed: str) -> None:
    if reply.dialog is None or reply.error:
        await interaction.response.send_message(
            view=_view(reply, typed), ephemeral=True, allowed_mentions=NOBODY
        )
    elif interaction.type is discord.InteractionType.modal_submit:
        view = replies.reopen(reply.dialog, f"{reply.dialog.title}:", typed)
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await _open(interaction, reply.dialog)


async def _open(interaction: Interaction, dialog: Dialog) -> None:
    try:
        modal = dialogs.modal(dialog)
    except errors.ReleasebotError as error:
        view = replies.refusal(error.to_json())
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)
        return
    await interaction.response.send_modal(modal)


async def _later(interaction: Interaction, reply: Reply, typed: str) -> None:
    is_dialog = reply.dialog is not None and not reply.error
    view = (
        replies.reopen(reply.dialog, LATE, typed)
        if reply.dialog is not None and is_dialog
        else _view(reply, typed)
    )
    await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)


def _view(reply: Reply, typed: str) -> View:
    return replies.refusal(reply.error, typed) if reply.error else replies.reply(reply)
