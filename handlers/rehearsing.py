"""What to do when somebody asks for a rehearsal; as it goes on, people see it in one message."""

import logging

from bot import errors
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Line, Reply
from bot.domain.records import standing
from bot.domain.rehearsals import rehearsal, words
from bot.domain.rehearsals.rehearsal import Asked, Rehearsal
from bot.ports import Rehearsals
from handlers.desk import Desk

logger = logging.getLogger(__name__)


async def on_rehearse(command: commands.Rehearse, desk: Desk) -> Reply:
    """Begin a rehearsal; that the project is not enabled yet is no reason against it."""
    asked = Asked(
        id=rehearsal.id_of(command.project, command.caller.delivery),
        project=command.project,
        bump=command.bump,
        person=command.caller.person,
        branch=command.branch,
    )
    rehearsals = _opened(desk)
    is_repeated = asked.id in {each.asked.id for each in rehearsals.recent(asked.project)}
    begun = await rehearsals.start(asked)
    if not is_repeated:
        await _note(begun, "rehearses", asked.person, desk)
    text = (
        f"The {asked.bump} release of {asked.project} is rehearsed, with a copy of the repository. "
        "Nothing leaves this machine. Follow it in its own message."
    )
    data = {"schema": 1, "rehearsal": asked.id, "project": asked.project, "rehearses": asked.bump}
    return Reply(blocks=(Line(text=text, tone="busy"),), data=data)


async def follow(desk: Desk) -> None:
    """Show every rehearsal as it goes on, until this is cancelled."""
    rehearsals = _opened(desk)
    changes = rehearsals.changes()
    for left in await rehearsals.take_interrupted():
        await _tell(left, desk)
    async for shown in changes:
        await _tell(shown, desk)


def _opened(desk: Desk) -> Rehearsals:
    if desk.rehearsals is None:
        raise errors.Refused(
            "This bot only looks, so it rehearses nothing.",
            "Ask the bot that serves.",
            reason="not_serving",
        )
    return desk.rehearsals


async def _tell(shown: Rehearsal, desk: Desk) -> None:
    """Show it everywhere; a surface or an audit that fails stops nobody."""
    for surface in desk.surfaces:
        try:
            await surface.show(words.conversation(shown))
        except Exception:  # a chat that is down never hides a rehearsal from another
            logger.exception("%s on %s", shown.asked.id, type(surface).__name__)
    if not shown.is_over:
        return
    try:
        await _note(shown, "rehearsed", standing.BOT, desk)
    except Exception:  # the next one must be told, whatever this one met
        logger.exception("%s is not in the audit", shown.asked.id)


async def _note(shown: Rehearsal, action: str, actor: str, desk: Desk) -> None:
    asked, known = shown.asked, shown.status
    data = {
        "rehearsal": asked.id,
        "project": asked.project,
        "bump": asked.bump,
        "branch": asked.branch,
        "person": asked.person,
        "state": shown.state,
        "version": known.get("version"),
        "error": (shown.error or {}).get("code"),
    }
    await desk.releases.note(actor, action, data)
