"""What to do when somebody looks something up; nobody needs a right for it."""

import asyncio
import dataclasses
from typing import Any

from bot import errors
from bot.domain import foreign_text
from bot.domain.answers import previews, records, standings
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Reply
from bot.domain.notes import notes_preview
from bot.domain.versions import version
from handlers.desk import Desk

Json = dict[str, Any]

LISTED = 20
NOTICED = 3


async def on_preview(command: commands.Preview, desk: Desk) -> Reply:
    """Show what a release would be; nothing is started."""
    preview = await desk.releases.preview(command.project, command.bump, command.branch)
    return Reply(blocks=previews.blocks(preview), data=preview)


async def on_show_next(command: commands.ShowNext, desk: Desk) -> Reply:
    """Show what the changes since the last release amount to."""
    preview = await desk.releases.preview(command.project, "", None)
    return Reply(blocks=previews.blocks(preview), data=preview)


async def on_show_status(command: commands.ShowStatus, desk: Desk) -> Reply:
    """Look a release up at every destination, also one of which there is no record."""
    try:
        release = await desk.releases.find(command.project, command.which)
    except errors.BadInput:
        if version.read_version(command.which) is None:
            raise
        status = await desk.releases.look_up(command.project, command.which)
        return Reply(blocks=standings.status_blocks(status), data=status)
    status = await desk.releases.probe(release)
    return Reply(blocks=standings.status_blocks(status), data=status, release=release)


async def on_list_releases(command: commands.ListReleases, desk: Desk) -> Reply:
    """List the newest releases, below what their people have to know."""
    found = await desk.releases.recent(command.project, LISTED)
    noticed = [dataclasses.asdict(each) for each in await desk.notices(command.project, NOTICED)]
    data = {"schema": 1, "releases": list(found), "notices": noticed}
    blocks = (*standings.notice_blocks(noticed), *standings.list_blocks(found))
    return Reply(blocks=blocks, data=data)


async def on_show_who(command: commands.ShowWho, desk: Desk) -> Reply:
    """Tell for whom a release waits."""
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    return Reply(
        blocks=standings.who_blocks(status), data=standings.who_json(status), release=release
    )


async def on_show_notes(command: commands.ShowNotes, desk: Desk) -> Reply:
    """Show the notes."""
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    data = {key: status.get(key, "") for key in ("release", "notes", "notes_digest")}
    blocks = await asyncio.to_thread(records.notes_blocks, status)  # reading Markdown takes a while
    return Reply(blocks=blocks, data={"schema": 1, **data}, release=release)


async def on_preview_posts(release: str, text: str | None, desk: Desk) -> Reply:
    """Show what each channel gets, with the notes as they are, or if they were this text."""
    status = await _planned(release, desk)
    posts = await asyncio.to_thread(_posts, status, text)
    data = {"schema": 1, "release": release, "posts": posts}
    return Reply(blocks=tuple(previews.post_blocks(posts)), data=data, release=release)


def _posts(status: Json, text: str | None) -> list[Json]:
    """What stands in the status is harmless already; making a long text so takes a while."""
    shown = status["notes"] if text is None else foreign_text.neutralise(text)
    return list(notes_preview.posts(status, shown))


async def on_preview_notes(release: str, text: str, desk: Desk) -> Reply:
    """Count what other notes would need in each channel."""
    status = await _planned(release, desk)
    return Reply(blocks=(await asyncio.to_thread(notes_preview.room, status, text),))


async def _planned(release: str, desk: Desk) -> Json:
    """The status of a release that has texts. Refuses where they are still to be made."""
    status = await desk.releases.status(release)
    if not status.get("stages"):
        raise errors.Refused(
            "This release has no plan yet.", "Wait until it is planned.", reason="not_planned"
        )
    return status


async def on_show_audit(command: commands.ShowAudit, desk: Desk) -> Reply:
    """Show who did what to a release, and when."""
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    rows = await desk.releases.audit(release)
    data = {"schema": 1, "release": release, "audit": list(rows)}
    return Reply(blocks=records.audit_blocks(rows, status), data=data, release=release)
