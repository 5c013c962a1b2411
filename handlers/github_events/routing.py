"""Routing: each type of event has exactly one handler, behind one check of whose it is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.domain.events import repositories as naming
from bot.domain.events import values
from bot.domain.events.values import Event
from handlers.github_events import adopting, commenting, echoes, releasing, repositories
from handlers.github_events.desk import EventDesk, Watched

Handler = Callable[[Any, Watched, EventDesk], Awaitable[str]]  # takes its own type of event

HANDLERS: Mapping[type[Event], Handler] = {
    values.Pushed: releasing.on_pushed,
    values.TagPushed: adopting.on_tag_pushed,
    values.PullClosed: releasing.on_pull_closed,
    values.PullLabelled: releasing.on_pull_labelled,
    values.ChecksChanged: releasing.on_checks_changed,
    values.ReleasePublished: adopting.on_release_published,
    values.MilestoneClosed: echoes.on_milestone_closed,
    values.CommentWritten: commenting.on_comment_written,
    values.RepositoryChanged: repositories.on_repository_changed,
}


async def handle(event: Event, desk: EventDesk) -> str:
    """Do what the event asks for; tells what that was."""
    if isinstance(event, values.Pinged):
        return "pong"
    if isinstance(event, values.AccessChanged):
        return await repositories.look_at_all(desk)
    if await echoes.is_own(event, desk):
        return releasing.OURS
    for watched in desk.watched:
        whose = await _whose(event, watched, desk)
        if whose == "ours":
            return await HANDLERS[type(event)](event, watched, desk)
        if whose == "squatter":
            return await repositories.look_again(watched, desk)
    return "no project is about this repository"


async def _whose(event: Event, watched: Watched, desk: EventDesk) -> naming.Match:
    known = await desk.bindings.find(watched.project)
    bound = known.number if known and known.repository == watched.repository else 0
    return naming.match(watched.repository, bound, event.repository, event.name)
