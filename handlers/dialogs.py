"""What to do when a button is pressed that asks something first."""

from bot.domain.approvals import access
from bot.domain.conversation import commands, dialogs, presses
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Reply
from bot.domain.notes.drafts import Draft
from handlers.desk import Desk


async def on_open_dialog(command: commands.OpenDialog, desk: Desk) -> Reply:
    """Make the dialog, for a person who may do what it asks for: nobody types for nothing."""
    access.check_rights(command.caller, presses.command_of(command.action), desk.roles())
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    about = (command.question, command.argument, command.caller.person)
    draft = await _draft(command, release, desk)
    dialog = dialogs.make_dialog(command.action, status, *about, draft)
    return Reply(dialog=dialog, release=release, data={"schema": 1, "release": release})


async def keep_draft(release: str, text: str, base: str, caller: Caller, desk: Desk) -> Reply:
    """Keep what somebody types who may save it; nobody else can fill the store."""
    access.check_rights(caller, commands.EditNotes, desk.roles())
    await desk.releases.drafts.keep(release, caller.person, text, base)
    return Reply(release=release)


async def drop_draft(release: str, caller: Caller, desk: Desk) -> Reply:
    """Forget what somebody typed; the dialog begins with the notes again."""
    access.check_rights(caller, commands.EditNotes, desk.roles())
    await desk.releases.drafts.drop(release, caller.person)
    return await on_open_dialog(
        commands.OpenDialog(action="edit_notes", which=release, caller=caller), desk
    )


async def _draft(command: commands.OpenDialog, release: str, desk: Desk) -> Draft | None:
    if command.action != "edit_notes":
        return None
    return await desk.releases.drafts.recall(release, command.caller.person)
