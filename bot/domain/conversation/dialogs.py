"""Dialogs: what a button asks before it does anything."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot import errors
from bot.domain import foreign_text, phrases
from bot.domain.approvals import approve_dialog, question_words
from bot.domain.conversation import reasons
from bot.domain.conversation.messages import Action, Block, Dialog, Field, Line, Prose
from bot.domain.notes import notes_preview
from bot.domain.notes.drafts import Draft
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

LONGEST_NOTES = 100_000


def make_dialog(
    action: Action,
    status: Json,
    question: str = "",
    argument: str = "",
    person: str = "",
    draft: Draft | None = None,
) -> Dialog:
    """The dialog that belongs to an action, for the person who opens it, with that one's draft.

    Raises `errors.BadInput` or `errors.Refused`.
    """
    make = _DIALOGS.get(action)
    if make is None:
        raise errors.BadInput(
            "This button asks nothing.", "Look at the release's card and press it there."
        )
    is_planned = bool(status.get("stages"))
    if standing.has_ended(status) and not is_planned:
        raise errors.Refused(
            f"This release {standing.became(status['state'])} before it was planned.",
            "Start another one.",
            reason="release_ended",
        )
    if not is_planned and action in ("approve", "skip", "override", "edit_notes"):
        raise errors.Refused(
            "This release has no plan yet.", "Wait until it is planned.", reason="not_planned"
        )
    about = {"question": question, "argument": argument, "person": person, "draft": draft}
    return make(standing.readable(status) | about)


def _dialog(
    status: Json,
    action: Action,
    title: str,
    explained: str,
    submit: str,
    *fields: Field,
) -> Dialog:
    return Dialog(
        action=action,
        title=title,
        release=status["release"],
        question=status["question"],
        argument=status["argument"],
        blocks=(Line(text=explained),),
        fields=fields,
        submit=submit,
    )


def _reason(label: str, *, required: bool = True) -> Field:
    return Field(
        name="reason",
        label=label,
        kind="text",
        hint="Everybody sees it, and it is kept.",
        longest=reasons.LONGEST,
        required=required,
    )


_STAYS = "What was {} by hand stays as it is, with all that was added to it so far."


def _reject(status: Json) -> Dialog:
    words = question_words.of(standing.open_question(status))
    what = words.no.format(standing.name(status))
    if (how := standing.by_hand(status)) and words is question_words.PUBLISH:
        what = f"This ends it for everybody. {_STAYS.format(how)}"
    return _dialog(
        status,
        "reject",
        "Reject",
        what,
        "Reject it",
        _reason("What is wrong with it?"),
    )


def _hold(status: Json) -> Dialog:
    return _dialog(
        status,
        "hold",
        "Hold",
        f"Nothing more of {standing.name(status)} begins until somebody resumes it. A step that "
        "has begun still ends.",
        "Hold it",
        _reason("What does it wait for?"),
    )


def _cancel(status: Json) -> Dialog:
    if status.get("cancelled"):
        what = "Its clean-up failed. This ends it without one: what it made has to be removed by "
        what += "hand, and its version stays taken."
    elif how := standing.by_hand(status):
        what = _STAYS.format(how)
    elif status.get("public"):
        what = "Something of it is public already: nothing is removed, and the version is used up."
    elif standing.public_begun(status):
        what = "It may be public in part by now. If it is, nothing is removed, and the version is "
        what += "used up; if not, what it made is removed, and the version is free again."
    else:
        what = "What it made is removed, and the version is free again."
    return _dialog(
        status,
        "cancel",
        "Cancel the release",
        f"This cancels {standing.name(status)}. {what}",
        "Cancel the release",
        _reason("Why?", required=False),
    )


def _skip(status: Json) -> Dialog:
    label = standing.stage_label(status, status["argument"])
    return _dialog(
        status,
        "skip",
        "Skip a step",
        f"The release goes on without this step: {label}.",
        "Skip it",
        _reason("Why can it be left out?"),
    )


def _override(status: Json) -> Dialog:
    rows = standing.rows(status, *stage_facts.GATES)
    red = next((row for row in rows if row["key"] == status["argument"]), None)
    why = red["evidence"].get("why", "") if red else ""
    return _dialog(
        status,
        "override",
        "Override a gate",
        f"The gate “{status['argument']}” is red{phrases.because(why)} On your word the release "
        "goes on.",
        "Override it",
        _reason("Why may it pass?"),
    )


def _edit_notes(status: Json) -> Dialog:
    draft: Draft | None = status["draft"]
    text = draft.text if draft else status["notes"]
    return Dialog(
        action="edit_notes",
        title="Edit the notes",
        release=status["release"],
        blocks=(
            *(_draft(draft, status) if draft else ()),
            Line(
                text=f"{_saying(status)} After a change everything is prepared again, and "
                "everybody is asked anew."
            ),
            notes_preview.room(status, text),
        ),
        fields=(
            Field(
                name="text",
                label="Notes",
                kind="text",
                value=text,
                hint="Markdown",
                longest=LONGEST_NOTES,
                is_kept=True,
            ),
        ),
        submit="Save the notes",
        base=status.get("notes_digest", ""),
        has_draft=draft is not None,
    )


def _saying(status: Json) -> str:
    """Where the notes are read: what is public already is not written anew."""
    if status.get("adopted"):
        return "The announcement says this; the release at GitHub stays as it was published."
    return "The changelog, the GitHub release and the announcement say this."


def _draft(draft: Draft, status: Json) -> Iterator[Block]:
    """Whose text stands there, and what the notes are by now where others changed them."""
    when = phrases.clock(draft.time)
    if draft.base == status.get("notes_digest", ""):
        yield Line(text=f"Below is your draft of {when}. It is not saved yet.", tone="waiting")
        return
    yield Line(
        text=f"Below is your draft of {when}. The notes have changed since, and your text would "
        "replace them.",
        tone="bad",
    )
    markdown = foreign_text.harmless(status["notes"])
    yield Prose(title="The notes as they are now", markdown=markdown)


_DIALOGS: Mapping[Action, Callable[[Json], Dialog]] = {
    "approve": approve_dialog.make,
    "reject": _reject,
    "hold": _hold,
    "cancel": _cancel,
    "skip": _skip,
    "override": _override,
    "edit_notes": _edit_notes,
}
