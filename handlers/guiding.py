"""What to do when somebody asks how this works, or who they are here."""

from bot.domain.answers import guidance
from bot.domain.approvals import access, local_people
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Reply
from handlers.desk import Desk


async def on_help(command: commands.Help, desk: Desk) -> Reply:
    """Show the commands and the live configuration."""
    configuration = desk.configuration(command.project) if command.project else ()
    terminal = local_people.is_local(command.caller)
    about = (command.verb, command.project, configuration)
    blocks = guidance.help_blocks(*about, terminal=terminal)
    data = {"schema": 1, "project": command.project, "configuration": dict(configuration)}
    return Reply(blocks=blocks, data=data)


async def on_who_am_i(command: commands.WhoAmI, desk: Desk) -> Reply:
    """Tell the caller who the bot takes them for."""
    caller, roles = command.caller, desk.roles()
    data = {
        "schema": 1,
        "person": caller.person or None,
        "account": caller.account,
        "roles": list(access.roles_of(caller.person, roles)),
    }
    return Reply(blocks=guidance.whoami_blocks(caller, roles), data=data)
