"""Opening: dialogs that a command or a button brings up, and what is said in their place."""

import logging
from collections.abc import Mapping
from typing import Any

from bot import errors
from bot.adapters.chat.slack.hearing.accounts import Source
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.rendering import dialogs, starting
from bot.adapters.chat.slack.web_api import Refusal
from bot.domain.conversation.messages import Dialog, Reply

Json = dict[str, Any]

logger = logging.getLogger(__name__)

LATE = "The dialog could not be opened in time."


async def give(room: Room, reply: Reply, source: Source, address: str, trigger: str) -> None:
    """Tell a reply, or open the dialog that it brings."""
    if reply.dialog is None or reply.error:
        await room.answers.give(reply, source, address)
        return
    if not trigger:
        await room.answers.give(_no_dialog(room, reply.dialog), source, address)
        return
    try:
        await room.answers.open_view(trigger, dialogs.view(reply.dialog, source.channel))
    except errors.ReleasebotError as error:
        await room.answers.give(Reply(error=_told(error)), source, address)


async def start_dialog(room: Room, source: Source, trigger: str, address: str) -> None:
    """The dialog that starts a release, for the project of the channel where there is one."""
    sender = await room.accounts.sender(source)
    names = tuple(room.projects)
    project = sender.caller.project or (names[0] if len(names) == 1 else "")
    choice = starting.Choice(project=project, channel=source.channel, thread=source.thread)
    if not names:
        reply = await room.reception.say("", sender.caller)
        await room.answers.give(reply, source, address)
        return
    try:
        await room.answers.open_view(trigger, starting.view(choice, names, ()))
    except errors.ReleasebotError as error:
        await room.answers.give(Reply(error=_told(error)), source, address)


async def preview(room: Room, source: Source, shown: Mapping[str, Any]) -> None:
    """Show in the dialog that starts a release what the one that was chosen last would be."""
    choice, opened = starting.choice_of(shown), str(shown["id"])
    if not (choice.project and choice.bump):
        return
    room.chosen[opened] = source.delivery
    try:
        view = await _planned(room, source, choice)
        if room.chosen.get(opened) == source.delivery:
            await room.answers.update_view(opened, view)
    except Refusal as refusal:
        logger.info("a plan could not be shown: %s", refusal.for_people())
    finally:
        if room.chosen.get(opened) == source.delivery:
            del room.chosen[opened]


async def _planned(room: Room, source: Source, choice: starting.Choice) -> Json:
    """The dialog with the plan of what is chosen, or why there is none."""
    sender = await room.accounts.sender(source)
    reply = await room.reception.say(f"plan {choice.bump} {choice.project}", sender.caller)
    refused = dialogs.refusal(reply.error) if reply.error else ()
    planned = reply.blocks if not reply.error else ()
    return starting.view(choice, tuple(room.projects), planned, refused)


def _no_dialog(room: Room, dialog: Dialog) -> Reply:
    """In a thread a message cannot open a dialog, only a button or a command can."""
    refused = errors.Refused(
        f"“{dialog.title}” asks something, which an answer to a message cannot.",
        f"Nothing was done. Press the button on the release's card, or type {room.command} in "
        "the channel.",
    )
    return Reply(error=refused.to_json())


def _told(error: errors.ReleasebotError) -> Mapping[str, Any]:
    """Why a dialog did not open, and what to do about it."""
    if getattr(error, "error", "") in (
        "expired_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
    ):
        late = errors.Unknown(LATE, "Nothing was done. Do it once more.")
        return late.to_json()
    return error.to_json()
