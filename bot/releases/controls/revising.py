"""Changing a release before it is approved: it is planned, prepared and asked about anew.

The question that was open becomes void with the reason; the release keeps its id, its branch and
its version. Nothing is changed any more once people have said yes.
"""

import dataclasses
from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain import foreign_text, phrases
from bot.domain.notes import edited_notes
from bot.domain.notes.edited_notes import EditedNotes
from bot.releases import audit
from bot.releases.controls import ending
from bot.releases.storage import draft_rows, ledger_rows, question_rows, release_rows, segment_rows


def replan(connection: sa.Connection, release: str, why: str, now: str) -> None:
    """Plan the release anew because the world changed under it; `why` is a sentence for people."""
    row = _changeable(connection, release)
    _plan_again(connection, row, why, now)
    _audit(connection, release, now, audit.BOT, "revised", why=why)


def edit_notes(
    connection: sa.Connection, release: str, person: str, text: str, base: str, now: str
) -> None:
    """Put a person's text in place of the notes; `base` is the digest of those that were seen.

    The text is one that `edited_notes.accept` has made.
    """
    row = ending.still_open(connection, release)
    before = release_rows.current_notes(row)
    if base != edited_notes.digest(before):
        raise _notes_changed(row, now)
    row = _changeable(connection, release)
    draft_rows.remove(connection, release, person)
    if text == before:
        return
    known = tuple(change["commit"] for change in row.plan["changes"])
    edited = EditedNotes(text=text, person=person, time=now, known=known)
    why = f"{person} edited the notes.{_with_what_is_new(row)}"
    _plan_again(connection, row, why, now, edited_notes=dataclasses.asdict(edited))
    after = edited_notes.digest(text)
    _audit(connection, release, now, person, "notes_edited", before=base, after=after)


def decide_branch(
    connection: sa.Connection, release: str, person: str, choice: str, now: str
) -> None:
    """Release "without" what is new on the base branch, or plan again "with" it."""
    row = _changeable(connection, release)
    if choice == "with":
        why = f"{person} chose to plan it again with {row.plan['branch']} as it is now."
        _plan_again(connection, row, why, now)
    elif choice == "without":
        if not row.moved:
            raise errors.Refused(
                f"{row.plan['branch']} is where this release was planned from.",
                "There is nothing to decide.",
                reason="branch_not_moved",
            )
        check_branch(row)
        release_rows.set_values(connection, release, moved=row.moved | {"choice": choice})
    else:
        raise errors.BadInput(
            f"“{foreign_text.printable(choice)}” is no answer.", "Say “with” or “without”."
        )
    _audit(connection, release, now, person, "branch_decided", choice=choice)


def is_lost(row: sa.Row[Any]) -> bool:
    """Whether the branch lacks the commit that was planned, which must not be released then."""
    return bool(row.moved) and "without" not in row.moved["choices"]


def check_branch(row: sa.Row[Any]) -> None:
    """Refuse where only a new plan makes sense."""
    if is_lost(row):
        raise errors.Refused(
            row.moved["why"],
            f"Plan again with what {row.plan['branch']} is now.",
            reason="branch_moved",
        )


def check_branch_is_decided(row: sa.Row[Any]) -> None:
    """Refuse to ship while nobody has said whether the release takes what is new on its branch."""
    if row.moved and not row.moved["choice"]:
        raise errors.Refused(
            f"{row.plan['branch']} went on, and nobody has said whether this release takes "
            "what is new there. Nothing was counted.",
            "Decide that first: release without it, or replan with it.",
            reason="branch_undecided",
        )


def _changeable(connection: sa.Connection, release: str) -> sa.Row[Any]:
    """The release, if it may still be changed, and nothing of it works at this moment."""
    row = ending.still_open(connection, release)
    if ending.may_be_public(connection, release):
        raise errors.Refused(
            "This release is approved, so it is published as it is.",
            "Cancel it, or change the next one.",
            reason="already_approved",
        )
    is_revised = row.revision is not None and row.state != "failed"
    if row.plan is None or is_revised or segment_rows.is_running(connection, release):
        why = row.revision["why"] if row.revision else ""
        raise errors.Refused(
            f"This release is being prepared at this moment{phrases.because(why)}",
            "Wait until people are asked about it, then do it again.",
            reason="being_prepared",
        )
    return row


def _plan_again(
    connection: sa.Connection, row: sa.Row[Any], why: str, now: str, **values: object
) -> None:
    question_rows.void_open(connection, row.id, why, now)
    segment_rows.set_aside(connection, row.id, "due", "held", "failed")
    ledger_rows.plan_again(connection, row.id)
    segment_rows.schedule(connection, row.id, release_rows.PLANNING, now)
    revision = {"why": why, "commit": row.plan["commit"], "time": now}
    release_rows.set_values(
        connection, row.id, state="running", error=None, moved=None, revision=revision, **values
    )


def _with_what_is_new(row: sa.Row[Any]) -> str:
    """A plan is always made from the branch as it is, whatever was decided about it before."""
    return f" What is new on {row.plan['branch']} comes with it." if row.moved else ""


def _notes_changed(row: sa.Row[Any], now: str) -> errors.Refused:
    edited = release_rows.edited_notes(row)
    if edited is None:
        return errors.Refused(
            "The notes are others by now, because the release was planned again.",
            "Open them again to see how they are.",
            reason="notes_changed",
        )
    return errors.Refused(
        f"{edited.person} changed the notes at {phrases.clock(edited.time, beside=now)}.",
        "Open them again to see that text.",
        reason="notes_changed",
    )


def _audit(
    connection: sa.Connection, release: str, now: str, actor: str, action: str, **data: object
) -> None:
    audit.append(connection, time=now, actor=actor, action=action, release=release, data=data)
