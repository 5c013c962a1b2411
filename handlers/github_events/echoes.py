"""Echoes: what the code host tells of the bot's own work, which starts nothing again."""

from bot.domain.events import proposals, values
from bot.domain.events.values import Event
from handlers.github_events import releasing
from handlers.github_events.desk import EventDesk, Watched

# A person may share a token's account, and be heard: what they write, and publish by hand, is told
# from the bot's own by itself.
HEARD = (values.CommentWritten, values.ReleasePublished)


async def is_own(event: Event, desk: EventDesk) -> bool:
    """Whether the bot's account did it; an App's is a program's, a token's may be any."""
    if desk.own_login is None or not event.sender:
        return False
    if desk.is_app and not event.is_bot:
        return False
    if not desk.is_app and isinstance(event, HEARD):
        return False
    return event.sender == await desk.own_login()


async def on_milestone_closed(
    event: values.MilestoneClosed, watched: Watched, desk: EventDesk
) -> str:
    """Propose nothing where its version is released here, or has been, whoever closed it."""
    title = await watched.origin.closed_milestone(event.number)
    stated = proposals.milestone_version(title or "")
    if stated and await desk.releases.concerns(watched.project, stated):
        return releasing.OURS
    return await releasing.on_milestone_closed(event, watched, desk)
