"""What to do when a button is pressed that asks something first."""

from bot.domain.approvals import access
from bot.domain.conversation import commands, dialogs, presses
from bot.domain.conversation.messages import Reply
from handlers.desk import Desk


async def on_open_dialog(command: commands.OpenDialog, desk: Desk) -> Reply:
    """Make the dialog, for a person who may do what it asks for: nobody types for nothing."""
    access.check_rights(command.caller, presses.command_of(command.action), desk.roles())
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    about = (command.question, command.argument, command.caller.person)
    dialog = dialogs.make_dialog(command.action, status, *about)
    return Reply(dialog=dialog, release=release, data={"schema": 1, "release": release})
