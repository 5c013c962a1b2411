"""Dialogs: what a person reads and fills in before a button counts."""

from typing import Any

import pytest

from bot import errors
from bot.domain.conversation import dialogs
from bot.domain.conversation.messages import Action, Facts, Line, Prose
from bot.domain.notes.drafts import Draft
from tests.fakes import sample_status as sample

RED = sample.row("run_checks", "checks", "test", "differs", why="1 failed")


@pytest.mark.parametrize(
    ("action", "argument", "explained", "fields"),
    [
        ("approve", "", "2 approvals needed.", []),
        (
            "reject",
            "",
            "This ends Greeter 1.2.0 for everybody. Nothing of it is published.",
            ["reason"],
        ),
        (
            "hold",
            "",
            (
                "Nothing more of Greeter 1.2.0 begins until somebody resumes it. A step that has "
                "begun still ends."
            ),
            ["reason"],
        ),
        (
            "cancel",
            "",
            "This cancels Greeter 1.2.0. What it made is removed, and the version is free again.",
            ["reason"],
        ),
        (
            "skip",
            "announce",
            "The release goes on without this step: Announce Greeter v1.2.0 in releases.",
            ["reason"],
        ),
        (
            "override",
            "test",
            "The gate “test” is red: 1 failed. On your word the release goes on.",
            ["reason"],
        ),
        (
            "edit_notes",
            "",
            (
                "The changelog, the GitHub release and the announcement say this. After a change "
                "everything is prepared again, and everybody is asked anew."
            ),
            ["text"],
        ),
    ],
)
def test_a_dialog_says_what_will_happen(
    action: Action, argument: str, explained: str, fields: list[str]
) -> None:
    """Before anybody types, and it knows what it is about."""
    status = sample.asked(ledger=[RED])
    dialog = dialogs.make_dialog(action, status, argument=argument)

    assert isinstance(dialog.blocks[0], Line)
    assert dialog.blocks[0].text == explained
    assert [field.name for field in dialog.fields] == fields
    assert (dialog.action, dialog.release, dialog.argument) == (action, sample.RELEASE, argument)


def test_what_is_public_stays_after_a_cancel() -> None:
    """Nobody should think otherwise."""
    dialog = dialogs.make_dialog("cancel", sample.asked(public=sample.PUBLIC))

    assert dialog.blocks[0] == Line(
        text="This cancels Greeter 1.2.0. Something of it is public already: nothing is removed, "
        "and the version is used up."
    )


def test_notes_are_edited_with_each_channels_room_in_sight() -> None:
    """And with the digest of the text that the editor saw."""
    status = sample.asked()
    dialog = dialogs.make_dialog("edit_notes", status)

    assert dialog.fields[0].value == status["notes"]
    assert dialog.base == status["notes_digest"]
    assert dialog.blocks[1] == Facts(
        title="Room in each channel",
        rows=(
            ("GitHub release", "31 of 125,000 characters"),
            ("releases", "44 of 120,000 characters"),
        ),
    )


@pytest.mark.parametrize(
    ("person", "question", "text", "fields", "submit"),
    [
        (
            "carol",
            sample.question("bob"),
            "bob approved. Your approval is the last one needed: this ships.",
            [],
            "Approve and ship",
        ),
        (
            "alice",
            sample.question(solo=True, last_vote=False),
            "You asked for this release, and your approval alone is enough: this ships.",
            ["typed"],
            "Approve and ship",
        ),
        (
            "carol",
            sample.question(solo=True, last_vote=False),
            "2 approvals needed.",
            [],
            "Approve",
        ),
        (
            "carol",
            sample.question("bob", solo=True),
            "bob approved. Your approval is the last one needed: this ships.",
            [],
            "Approve and ship",
        ),
    ],
)
def test_everybody_reads_what_their_own_yes_does(
    person: str, question: dict[str, Any], text: str, fields: list[str], submit: str
) -> None:
    """Files, digest and notes beside it; whoever decides says so by the argument."""
    dialog = dialogs.make_dialog("approve", sample.asked(questions=[question]), person=person)

    assert dialog.blocks[0] == Line(text=text, tone="waiting")
    assert isinstance(dialog.blocks[1], Line)
    assert sample.WHEEL in dialog.blocks[1].text
    assert any(isinstance(block, Prose) and block.title == "Notes" for block in dialog.blocks)
    assert ([field.name for field in dialog.fields], dialog.submit) == (fields, submit)
    assert dialog.argument == ("" if submit == "Approve" else "last")
    assert dialog.question == sample.QUESTION


@pytest.mark.parametrize(
    ("status", "question", "reason"),
    [
        (sample.done(), "", "question_closed"),
        (sample.asked(), "an older one", "question_closed"),
        (sample.asked(moved=sample.FORCED), "", "branch_moved"),
    ],
)
def test_nobody_confirms_what_cannot_count(
    status: dict[str, Any], question: str, reason: str
) -> None:
    """Another question, or a commit that its branch has dropped."""
    with pytest.raises(errors.Refused) as caught:
        dialogs.make_dialog("approve", status, question)

    assert caught.value.reason == reason


def test_what_is_asked_anew_says_why() -> None:
    """Whoever types has perhaps read the question before it."""
    status = sample.asked(questions=[sample.VOID, sample.AGAIN])
    dialog = dialogs.make_dialog("approve", status)

    assert any(
        isinstance(block, Line) and block.text.startswith("Asked anew: alice edited the notes.")
        for block in dialog.blocks
    )


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (
            sample.failed("publish_pypi", state="running"),
            (
                "This cancels Greeter 1.2.0. It may be public in part by now. If it is, nothing is "
                "removed, and the version is used up; if not, what it made is removed, and the "
                "version is free again."
            ),
        ),
        (
            sample.failed("publish_pypi", cancelled=sample.GAVE_UP),
            (
                "This cancels Greeter 1.2.0. Its clean-up failed. This ends it without one: what "
                "it made has to be removed by hand, and its version stays taken."
            ),
        ),
    ],
)
def test_a_cancel_promises_only_what_is_known(status: dict[str, Any], text: str) -> None:
    """While something is being published, nobody knows what will be there."""
    assert dialogs.make_dialog("cancel", status).blocks == (Line(text=text),)


def test_a_no_to_the_announcement_takes_nothing_back() -> None:
    """It says so."""
    question = sample.question(kind="announce")
    dialog = dialogs.make_dialog("reject", sample.asked(questions=[question]))

    assert dialog.blocks == (Line(text="Greeter 1.2.0 is not announced. What is published stays."),)


def test_a_button_without_a_dialog_has_none() -> None:
    """Such a click was never offered."""
    with pytest.raises(errors.BadInput, match="asks nothing"):
        dialogs.make_dialog("resume", sample.asked())


def test_what_ended_unplanned_is_waited_for_by_nobody() -> None:
    """There never will be a plan."""
    status = sample.unplanned(state="failed", finished="2026-03-04T12:00:00Z")
    with pytest.raises(errors.Refused, match="failed before it was planned") as caught:
        dialogs.make_dialog("edit_notes", status)

    assert (caught.value.reason, caught.value.next_step) == ("release_ended", "Start another one.")


def test_what_is_not_planned_cannot_be_edited() -> None:
    """There is nothing to read yet."""
    with pytest.raises(errors.Refused, match="no plan yet"):
        dialogs.make_dialog("edit_notes", sample.unplanned())


def test_a_question_that_was_decided_meanwhile_tells_by_whom() -> None:
    """Two people clicked at once; whoever was second learns who was first."""
    why = "This was rejected by carol at 05:06 UTC: the docs are late."
    status = sample.asked(questions=[sample.question(state="rejected", why=why)])
    question = status["questions"][0]["id"]
    for asked, told in ((question, why), ("unknown", "This question is not open any more.")):
        with pytest.raises(errors.Refused) as caught:
            dialogs.make_dialog("approve", status, asked, person="bob")

        assert (caught.value.sentence, caught.value.reason) == (told, "question_closed")


@pytest.mark.parametrize("is_same", [True, False])
def test_a_draft_is_told_from_the_notes(*, is_same: bool) -> None:
    """Its text is in the field; where the notes have changed since, they stand above it."""
    status = sample.asked()
    base = status["notes_digest"] if is_same else "sha256:0"
    draft = Draft(text="Mine.", base=base, time="2026-03-04T22:41:00.000Z")
    dialog = dialogs.make_dialog("edit_notes", status, draft=draft)
    told = dialog.blocks[0]

    assert isinstance(told, Line)
    assert told.text.startswith("Below is your draft of 4 March, 22:41 UTC.")
    assert ("The notes have changed since" in told.text) is not is_same
    assert any(isinstance(block, Prose) for block in dialog.blocks) is not is_same
    assert (dialog.fields[0].value, dialog.has_draft) == ("Mine.", True)
    assert dialog.base == status["notes_digest"]
