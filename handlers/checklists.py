"""What to do when somebody works through the checklist."""

import dataclasses

from bot.domain.answers import records
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Reply
from bot.domain.records import checklist
from handlers.desk import Desk


async def on_show_checklist(command: commands.ShowChecklist, desk: Desk) -> Reply:
    """Show the guide's lists as they stand."""
    release = await desk.releases.find(command.project, command.which)
    return await _shown(release, desk)


async def on_tick_line(command: commands.TickLine, desk: Desk) -> Reply:
    """Record what a person vouches for, and show the lists."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.tick(release, command.line, command.caller.person, command.evidence)
    return await _shown(release, desk)


async def _shown(release: str, desk: Desk) -> Reply:
    lines = checklist.make_checklist(await desk.releases.status(release))
    data = {
        "schema": 1,
        "release": release,
        "lines": [dataclasses.asdict(line) for line in lines],
    }
    return Reply(blocks=records.checklist_blocks(lines), data=data, release=release)
