"""What to do when somebody steers a release that is under way."""

import contextlib

from bot import errors
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Line, Reply
from bot.domain.records import standing
from handlers.desk import Desk


async def on_hold(command: commands.Hold, desk: Desk) -> Reply:
    """Let nothing more begin."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.hold(release, command.caller.person, command.reason)
    return await _told("It is held: nothing more begins until somebody resumes it.", release, desk)


async def on_resume(command: commands.Resume, desk: Desk) -> Reply:
    """Let it go on."""
    release = await desk.releases.find(command.project, command.which)
    before = await desk.releases.status(release)
    await desk.releases.resume(release, command.caller.person)
    ended = "What is missing is brought back; what is there is left alone."
    text = ended if standing.has_ended(before) else "It goes on where it stopped."
    return await _told(text, release, desk)


async def on_cancel(command: commands.Cancel, desk: Desk) -> Reply:
    """Cancel it; what becomes of it, the clean-up decides."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.cancel(release, command.caller.person, command.reason)
    text = (
        "It is being cancelled. If nothing of it is public, its branch and drafts are removed; "
        "otherwise everything stays."
    )
    return await _told(text, release, desk)


async def on_retry(command: commands.Retry, desk: Desk) -> Reply:
    """Start what failed again."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.retry(release, command.caller.person)
    held = (await desk.releases.status(release)).get("held")
    waits = held and f"It tries again as soon as somebody resumes it: {held['person']} holds it."
    text = waits or "It tries again; what is there already is left alone."
    return await _told(text, release, desk)


async def on_skip(command: commands.Skip, desk: Desk) -> Reply:
    """Leave a stage out."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.skip(release, command.stage, command.caller.person, command.reason)
    return await _told(f"{command.stage} is left out, and everybody sees why.", release, desk)


async def on_override(command: commands.Override, desk: Desk) -> Reply:
    """Let it pass a red gate."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.override(release, command.gate, command.caller.person, command.reason)
    return await _told(f"“{command.gate}” passes on your word; everybody sees why.", release, desk)


async def on_edit_notes(command: commands.EditNotes, desk: Desk) -> Reply:
    """Replace the notes that the editor saw."""
    release = await desk.releases.find(command.project, command.which)
    person = command.caller.person
    try:
        await desk.releases.edit_notes(release, person, command.text, command.base)
    except errors.ReleasebotError:  # what was typed may be gone where it was typed
        with contextlib.suppress(errors.ReleasebotError):  # why it was refused matters more
            await desk.releases.drafts.keep(release, person, command.text, command.base)
        raise
    notes = (await desk.releases.status(release)).get("notes_digest")
    is_same = notes == command.base
    text = (
        "Nothing was changed; the votes stay."
        if is_same
        else "The notes are saved; everything is prepared again."
    )
    return await _told(text, release, desk)


async def on_decide_branch(command: commands.DecideBranch, desk: Desk) -> Reply:
    """Release without what is new on the base branch, or plan again with it."""
    release = await desk.releases.find(command.project, command.which)
    await desk.releases.decide_branch(release, command.caller.person, command.choice)
    again = "It is planned again with the branch as it is now; everybody is asked anew."
    stays = "It is released without what is new on the branch; the votes stay."
    return await _told(again if command.choice == "with" else stays, release, desk)


async def _told(text: str, release: str, desk: Desk) -> Reply:
    status = await desk.releases.status(release)
    data = {"schema": 1, "release": release, "state": status["state"]}
    return Reply(blocks=(Line(text=text, tone="good"),), data=data, release=release)
