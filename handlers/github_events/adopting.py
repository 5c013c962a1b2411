"""What to do when somebody published or tagged by hand: the bot completes it, or people are told.

It starts a release only for whom the operator lets start one, and publishes nothing by that: people
are asked first, as about every release.
"""

from dataclasses import dataclass
from typing import Literal

from bot import errors
from bot.domain.approvals import access
from bot.domain.conversation.commands import StartRelease
from bot.domain.events import proposals, values
from bot.domain.notes import release_marker
from bot.ports import PublicRelease
from handlers.github_events.desk import EventDesk, Watched
from handlers.github_events.releasing import OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What was made by hand, by whom, and what names it once for ever."""

    how: Literal["published", "tagged"]
    tag: str
    sender: str  # login
    account: int  # its number
    delivery: str  # so that a repeat starts nothing new
    key: str  # so that people are told once


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
    key = f"release {event.tag} {found.number}"
    if watched.releases == "tell":
        await desk.tell(
            watched, key, proposals.of_release(watched.project, event.tag, event.sender)
        )
        return "told"
    made = _Made(
        how="published",
        tag=event.tag,
        sender=event.sender,
        account=event.publisher,
        delivery=f"github:release:{found.number}",
        key=key,
    )
    return await _adopt(made, watched, desk)


async def on_tag_pushed(event: values.TagPushed, watched: Watched, desk: EventDesk) -> str:
    """Release the version that it names, or tell of it, as the operator wishes.

    The tag of a public release is left to what is heard of that.
    """
    if watched.tags == "ignore":
        return "tags are not listened to"
    commit = await watched.origin.tag_commit(event.tag)
    if not commit:
        return "the tag is gone"
    if await desk.releases.made_tag(watched.project, event.tag, commit):
        return OURS
    key = f"tag {event.tag}"
    if watched.tags == "tell":
        await desk.tell(watched, key, proposals.of_tag(watched.project, event.tag, event.sender))
        return "told"
    if await watched.origin.published(event.tag):
        return "its release is public, which is heard of by itself"
    made = _Made(
        how="tagged",
        tag=event.tag,
        sender=event.sender,
        account=event.pusher,
        delivery=f"github:tag:{event.tag}:{commit}",
        key=key,
    )
    return await _adopt(made, watched, desk)


async def _adopt(made: _Made, watched: Watched, desk: EventDesk) -> str:
    """Start a release for it, once however often this is heard."""
    person = desk.people.get(str(made.account), "")
    releasers = desk.roles().get(access.RELEASER, frozenset())
    who = proposals.made_by_hand(made.how, watched.project, made.tag, made.sender)
    if person not in releasers:
        typed = proposals.adopt(made.how, watched.project, made.tag)
        await desk.tell(watched, made.key, proposals.of_strangers(who, typed, sorted(releasers)))
        return "told"
    asked = StartRelease(
        project=watched.project,
        bump="",
        person=person,
        delivery=made.delivery,
        adopts=made.tag,
    )
    try:
        release = await desk.releases.start(asked)
    except errors.Unknown:
        raise  # the delivery gets another turn
    except errors.ReleasebotError as error:
        told = proposals.of_unfit(who, error.for_people())
        await desk.tell(watched, f"{made.key}: {error.sentence}", told)
        return "told"
    return f"adopted as release {release}"


async def _is_ours(found: PublicRelease, tag: str, watched: Watched, desk: EventDesk) -> bool:
    """Whether a release of ours published it; anybody can copy a marker, so the tag counts too."""
    if not release_marker.read(found.text):
        return False
    return await desk.releases.concerns(watched.project, tag)
