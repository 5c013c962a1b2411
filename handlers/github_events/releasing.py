"""What to do when something happened that releases wait for, or that asks for one.

An event is a hint: each handler reads anew what it says before anything follows. None of these
starts a release; what asks for one is proposed to people.
"""

from bot.domain.events import proposals, values
from handlers.github_events.desk import EventDesk, Watched

OURS = "it is the bot's own work"


async def on_pushed(event: values.Pushed, watched: Watched, desk: EventDesk) -> str:
    """See at once whether a branch moved on which people are asked to decide."""
    if event.commit and await desk.releases.concerns(watched.project, event.commit):
        return OURS
    await desk.releases.look_at_branches()
    return "looked at the branches"


async def on_pull_closed(event: values.PullClosed, watched: Watched, desk: EventDesk) -> str:
    """Let a release go on that waits for the merge; propose one where a label asks for it."""
    await desk.releases.bring_forward(watched.project)
    return await _propose(event.number, watched, desk) if event.is_merged else "looked again"


async def on_pull_labelled(event: values.PullLabelled, watched: Watched, desk: EventDesk) -> str:
    """Propose a release where the label asks for one and the pull request is merged already."""
    if not proposals.level([event.label]):
        return "the label asks for no release"
    return await _propose(event.number, watched, desk)


async def _propose(number: int, watched: Watched, desk: EventDesk) -> str:
    pull = await watched.origin.merged_pull(number)
    bump = proposals.level(pull.labels) if pull else ""
    if pull is None or not bump:
        return "no merged pull request asks for a release"
    text = proposals.of_pull(watched.project, pull.number, pull.title, bump)
    await desk.tell(watched, f"pull {pull.number} {bump}", text)
    if not watched.channels:  # nobody would read it where people are told otherwise
        marker, comment = proposals.at_pull(bump)
        if not await watched.comments.find(number, marker):
            await watched.comments.write(number, comment)
    return f"proposed a {bump} release"


async def on_checks_changed(event: values.ChecksChanged, watched: Watched, desk: EventDesk) -> str:
    """Let what waits for the checks of a release look again; whether they are green, it judges."""
    if event.is_foreign:
        return "it ran for a fork"
    if watched.apps and event.app and event.app not in watched.apps:
        return "no check of this App is required"
    if not await desk.releases.concerns(watched.project, event.commit):
        return "no release is about this commit"
    await desk.releases.bring_forward(watched.project)
    return "looked again"


async def on_milestone_closed(
    event: values.MilestoneClosed, watched: Watched, desk: EventDesk
) -> str:
    """Propose to release what a milestone holds."""
    title = await watched.origin.closed_milestone(event.number)
    if title is None:
        return "the milestone is not closed"
    text = proposals.of_milestone(watched.project, title)
    await desk.tell(watched, f"milestone {event.number}", text)
    return "proposed a release"
