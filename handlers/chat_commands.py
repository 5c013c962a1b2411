"""What to do when a person types a command, in whatever door."""

from bot.domain import access, commands
from handlers.desk import Desk


async def on_start_release(command: commands.StartRelease, desk: Desk) -> str:
    """Start a release if this person may; answer its id."""
    access.check_role(command.person, "releaser", desk.roles())
    return await desk.releases.start(command)


async def on_retry(release: str, person: str, desk: Desk) -> None:
    """Start what failed again if this person may."""
    access.check_role(person, "releaser", desk.roles())
    await desk.releases.retry(release, person)
