"""What to do when somebody asks for a release."""

from typing import Any

from bot import errors
from bot.domain import phrases
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Line, Reply
from handlers.desk import Desk

Json = dict[str, Any]

EPOCH = "!"  # in a version: what stands before it sorts above everything without it


async def on_start(command: commands.Start, desk: Desk) -> Reply:
    """Start a release; the same request again is the same release, another one is pointed at it."""
    if command.caller.is_direct:
        raise errors.Refused(
            "A release is not started in a direct message, where nobody else sees it.",
            "Type the same in the project's channel.",
            reason="direct_message",
        )
    wanted = commands.release_id(command.project, command.caller.delivery)
    await _refuse_second(command, wanted, desk)
    if EPOCH in command.bump:  # nearly always a slip, and only the project's versions tell
        await desk.releases.preview(command.project, command.bump, command.branch)
    release = await desk.releases.start(_request(command))
    text = (
        f"The {command.bump} release of {command.project} is being planned. Follow it on its card."
    )
    data = {"schema": 1, "release": release, "project": command.project, "bump": command.bump}
    return Reply(blocks=(Line(text=text, tone="busy"),), data=data, release=release)


def _request(command: commands.Start) -> commands.StartRelease:
    return commands.StartRelease(
        project=command.project,
        bump=command.bump,
        person=command.caller.person,
        delivery=command.caller.delivery,
        branch=command.branch,
        allow_empty=command.allow_empty,
        title=command.title,
    )


async def _refuse_second(command: commands.Start, wanted: str, desk: Desk) -> None:
    """Point at the release that is under way; two at once are for branches that are named."""
    for running in await desk.releases.unfinished():
        status = await desk.releases.status(running)
        if status["project"] != command.project or running == wanted:
            continue
        if command.branch in (None, status.get("branch")) or status.get("branch") is None:
            raise _running(status, command)


def _running(status: Json, command: commands.Start) -> errors.Refused:
    what = status["version"] or f"a {status['bump']} release"
    since = phrases.clock(status["created"])
    return errors.Refused(
        f"{status['project']} is being released already: {what}, asked for by "
        f"{status['requester']} on {since} (release {status['release']}).",
        f"Nothing was started. Wait until it has ended, or cancel it.{_elsewhere(status, command)}",
        reason="release_running",
    )


def _elsewhere(status: Json, command: commands.Start) -> str:
    """How another branch is released at the same time, where none was named."""
    if command.branch or not status.get("branch"):
        return ""
    return (
        f" If you mean another branch than {status['branch']}: {command.bump} from BRANCH, or in a "
        f"terminal release {command.bump} --branch BRANCH."
    )
