"""What to do when somebody published a release by hand: the bot completes it, or people are told.

It starts a release only for whom the operator lets start one, and publishes nothing by that: people
are asked first, as about every release.
"""

from bot import errors
from bot.domain.approvals import access
from bot.domain.conversation.commands import StartRelease
from bot.domain.events import proposals, values
from bot.domain.notes import release_marker
from bot.ports import PublicRelease
from handlers.github_events.desk import EventDesk, Watched
from handlers.github_events.releasing import OURS


async def on_release_published(
    event: values.ReleasePublished, watched: Watched, desk: EventDesk
) -> str:
    """Adopt it on its publisher's behalf, if it is none of ours; else tell what is to be done."""
    if watched.releases == "ignore":
        return "releases are not listened to"
    found = await watched.origin.published(event.tag)
    if found is None:
        return "no such release is public"
    if await _is_ours(found, event.tag, watched, desk):
        return OURS
    if watched.releases == "tell":
        told = proposals.of_release(watched.project, event.tag, event.sender)
        return await _tell(event, found, told, watched, desk)
    return await _adopt(event, found, watched, desk)


async def _adopt(
    event: values.ReleasePublished, found: PublicRelease, watched: Watched, desk: EventDesk
) -> str:
    """Start a release for it, once however often this is heard."""
    person = desk.people.get(str(event.publisher), "")
    releasers = desk.roles().get(access.RELEASER, frozenset())
    about = (watched.project, event.tag, event.sender)
    if person not in releasers:
        told = proposals.of_strangers_release(*about, sorted(releasers))
        return await _tell(event, found, told, watched, desk)
    asked = StartRelease(
        project=watched.project,
        bump="",
        person=person,
        delivery=f"github:release:{found.number}",
        adopts=event.tag,
    )
    try:
        release = await desk.releases.start(asked)
    except errors.Unknown:
        raise  # the delivery gets another turn
    except errors.ReleasebotError as error:
        told = proposals.of_unfit_release(*about, error.for_people())
        return await _tell(event, found, told, watched, desk)
    return f"adopted as release {release}"


async def _tell(
    event: values.ReleasePublished,
    found: PublicRelease,
    text: str,
    watched: Watched,
    desk: EventDesk,
) -> str:
    await desk.tell(watched, f"release {event.tag} {found.number}", text)
    return "told"


async def _is_ours(found: PublicRelease, tag: str, watched: Watched, desk: EventDesk) -> bool:
    """Whether a release of ours published it; anybody can copy a marker, so the tag counts too."""
    if not release_marker.read(found.text):
        return False
    return await desk.releases.concerns(watched.project, tag)
