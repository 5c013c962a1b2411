"""What to do when somebody asks when the next releases are due; nobody needs a right for it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.domain.answers import rhythms
from bot.domain.approvals import access
from bot.domain.conversation import commands
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Line, Reply
from handlers.desk import Desk

Json = dict[str, Any]

KEPT_SECONDS = 900.0  # for which a page shows what a repository told


async def on_show_cadence(command: commands.ShowCadence, desk: Desk) -> Reply:
    """Show how a project stands with its cadence, or what is next in every project."""
    named = command.project
    found = await _standings((named,) if named else desk.releases.projects(), desk, kept=0.0)
    data = {"schema": 1, "projects": found}
    if named and found:
        return Reply(blocks=rhythms.project_blocks(found[0]), data=data)
    if found:
        return Reply(blocks=rhythms.upcoming_blocks(found), data=data)
    none = f"{named} has no cadence yet." if named else rhythms.NONE
    return Reply(blocks=(Line(text=none), Line(text=rhythms.HOW)), data=data)


async def on_show_upcoming(caller: Caller, desk: Desk) -> Reply:
    """Tell what is next in every project for a page that many open.

    Where no project has a cadence, only people with a role are told how to configure one.
    """
    found = await _standings(desk.releases.projects(), desk, kept=KEPT_SECONDS)
    data = {"schema": 1, "projects": found}
    if found:
        return Reply(blocks=rhythms.upcoming_blocks(found), data=data)
    is_told = access.roles_of(caller.person, desk.roles())
    blocks = (Line(text=f"{rhythms.NONE} {rhythms.HOW}"),) if is_told else ()
    return Reply(blocks=blocks, data=data)


async def _standings(names: Sequence[str], desk: Desk, kept: float) -> list[Json]:
    """Of those that have a cadence."""
    found = await asyncio.gather(*(desk.releases.cadence(name, kept) for name in names))
    return [each for each in found if each is not None]
