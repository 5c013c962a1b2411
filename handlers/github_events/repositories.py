"""What to do when a repository is not what it was, or the bot's access to it."""

from bot.domain.events import proposals, repositories, values
from handlers.github_events.desk import EventDesk, Watched


async def on_repository_changed(
    event: values.RepositoryChanged, watched: Watched, desk: EventDesk
) -> str:
    """Stop releases of a repository that was renamed, moved or made public."""
    if event.action == "publicized":
        return await _made_public(watched, desk)
    return await look_again(watched, desk)


async def _made_public(watched: Watched, desk: EventDesk) -> str:
    """What is under way was begun for fewer eyes: somebody has to say that it may go on."""
    seen = await watched.origin.identity()
    if seen is None or seen.private:
        return "it is not public"
    await desk.bindings.hold(watched.project, proposals.of_public(watched.repository))
    return "held what is under way"


async def look_again(watched: Watched, desk: EventDesk) -> str:
    """Pause a project whose repository is another one, is gone, or let it go on."""
    known = await desk.bindings.find(watched.project)
    bound = known.number if known and known.repository == watched.repository else 0
    seen = await watched.origin.identity()
    verdict = repositories.judge(watched.repository, bound, seen)
    if verdict.is_well and seen:
        await desk.bindings.bind(watched.project, watched.repository, seen.number)
        return "its repository is what it was"
    await desk.bindings.pause(watched.project, verdict.why)
    return f"paused: {verdict.why}"


async def look_at_all(desk: EventDesk) -> str:
    """The same for every project: which repositories an App was given or lost is only said."""
    return "; ".join([await look_again(watched, desk) for watched in desk.watched])
