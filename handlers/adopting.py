"""What to do when somebody wants the bot to complete what was published by hand."""

from bot import errors
from bot.domain import foreign_text
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Line, Reply
from handlers.desk import Desk


async def on_adopt(command: commands.Adopt, desk: Desk) -> Reply:
    """Start a release for it; the same request again is the same release."""
    if command.caller.is_direct:
        raise errors.Refused(
            "A release is not adopted in a direct message, where nobody else sees it.",
            "Type the same in the project's channel.",
            reason="direct_message",
        )
    asked = commands.StartRelease(
        project=command.project,
        bump="",
        person=command.caller.person,
        delivery=command.caller.delivery,
        adopts=command.tag,
    )
    release = await desk.releases.start(asked)
    shown = foreign_text.printable(command.tag)
    text = f"{shown} of {command.project} is being checked. Follow it on its card."
    data = {"schema": 1, "release": release, "project": command.project, "adopts": command.tag}
    return Reply(blocks=(Line(text=text, tone="busy"),), data=data, release=release)
