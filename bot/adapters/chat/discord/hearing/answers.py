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
from bot.domain.conversation.messages import Dialog, Reply

Interaction = discord.Interaction[Any]

STORED_SECONDS = 2.0  # Discord waits three for the first answer
Told = Reply | View

NOBODY = discord.AllowedMentions.none()
BROKEN = errors.Failed(
    "The bot could not work that out.",
    "Look at the release's card before you try again; the bot's log tells more.",
)
LATE = "The answer took too long for a dialog, so nothing was done. Open it here:"

logger = logging.getLogger(__name__)


async def answer(
    interaction: Interaction, asked: Awaitable[Told], work: Work, typed: str = ""
) -> None:
    """Give a reply or a message as the first answer, or later where it takes too long for that.

    Whatever was asked for is stored before the first answer, or that says "thinking", which
    promises nothing; the answer then says what came of it. `typed` is given back with a refusal.
    That an answer cannot be given harms nothing else.
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


async def _sure(asked: Awaitable[Told]) -> Told:
    """The reply; a bug in what makes it is noted in the log, and told."""
    try:
        return await asked
    except errors.ReleasebotError as error:
        return Reply(error=error.to_json())
    except Exception:
        logger.exception("something that Discord sent could not be handled")
        return Reply(error=BROKEN.to_json())


async def _first(interaction: Interaction, told: Told, typed: str) -> None:
    dialog = _dialog(told)
    is_follow_up = interaction.type is discord.InteractionType.modal_submit
    modal = _modal(dialog) if dialog and not is_follow_up else None
    if isinstance(modal, discord.ui.Modal):
        await interaction.response.send_modal(modal)
    else:
        view = modal or _view(told, typed, "")
        if _is_a_step_done(interaction, told):
            await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)
            return
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)


async def _later(interaction: Interaction, told: Told, typed: str) -> None:
    view = _view(told, typed, LATE)
    await interaction.edit_original_response(view=view, allowed_mentions=NOBODY)


def _is_a_step_done(interaction: Interaction, told: Told) -> bool:
    """Whether this was the button of a second step, which only its reader sees, and it was taken.

    The answer then takes its place, since the button would be refused from now on. A refusal does
    not: of many clicks at once it is the one that counts whose answer stays.
    """
    step = interaction.message
    is_pressed = interaction.type is discord.InteractionType.component
    is_taken = isinstance(told, Reply) and not told.error
    return is_pressed and is_taken and step is not None and step.flags.ephemeral


def _dialog(told: Told) -> Dialog | None:
    return told.dialog if isinstance(told, Reply) and not told.error else None


def _modal(dialog: Dialog) -> discord.ui.Modal | View:
    """The dialog, or what is said where its text has no room."""
    try:
        return dialogs.modal(dialog)
    except errors.ReleasebotError as error:
        return replies.refusal(error.to_json())


def _view(told: Told, typed: str, why: str) -> View:
    """The message; in the place of a dialog that cannot be opened now, a button that opens it."""
    if not isinstance(told, Reply):
        return told
    if dialog := _dialog(told):
        return replies.reopen(dialog, why or f"{dialog.title}:", typed)
    return replies.refusal(told.error, typed) if told.error else replies.reply(told)
