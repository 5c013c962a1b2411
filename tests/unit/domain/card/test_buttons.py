"""The buttons of a card: what a person reads before a click counts."""

from typing import Any

import pytest

from bot.domain import card
from tests.fakes import sample_status as sample
from tests.fakes import shown_card


@pytest.mark.parametrize(
    ("status", "label", "text", "argument"),
    [
        (sample.asked(), "Approve", "", ""),
        (
            sample.asked("bob"),
            "Approve and ship",
            "Your approval is the last one needed: this ships. ",
            "last",
        ),
        (
            sample.asked("bob", state="held", held=sample.HELD),
            "Approve and ship",
            (
                "Your approval is the last one needed: this ships as soon as somebody resumes it "
                "(bob holds it). "
            ),
            "last",
        ),
    ],
)
def test_the_last_approver_reads_that_this_ships(
    status: dict[str, Any], label: str, text: str, argument: str
) -> None:
    """Before the click counts, and with what ships; the press says what was read."""
    [approve] = [each for each in card.make_card(status).buttons if each.action == "approve"]

    assert approve.confirm is not None
    assert (approve.confirm.title, approve.confirm.yes) == ("Approve Greeter 1.2.0?", label)
    assert approve.argument == argument
    assert approve.confirm.text == (
        f"{text}{sample.SDIST} and {sample.WHEEL}, built from 222222222222, go to TestPyPI and "
        "PyPI, and to the GitHub release. It is announced in releases. PyPI never takes it back."
    )


def test_many_files_fit_into_the_confirmation() -> None:
    """Platforms refuse a longer one, and the card has them all."""
    files = [sample.built(f"greeter-1.2.0-{number}.whl", 1, "a") for number in range(99)]
    approve = card.make_card(sample.asked(ledger=files)).buttons[0]

    assert approve.confirm is not None
    assert approve.confirm.text == (
        "99 packages, built from 111111111111, go to TestPyPI and PyPI, and to the GitHub release. "
        "It is announced in releases. PyPI never takes it back."
    )


def test_many_channels_leave_the_warning_readable() -> None:
    """What is cut is never that it cannot be taken back."""
    status = sample.asked("bob", announce=[f"channel-{number}" for number in range(99)])
    approve = card.make_card(status).buttons[0]

    assert approve.confirm is not None
    assert len(approve.confirm.text) == 300
    assert approve.confirm.text.endswith("… PyPI never takes it back.")


def test_the_question_before_the_announcement_has_its_own_words() -> None:
    """Everything is public by then; nobody reads that it ships, and no notes are edited."""
    question = sample.question("bob", kind="announce")
    shown = card.make_card(sample.asked(questions=[question]))
    approve = shown.buttons[0]

    assert (approve.label, approve.argument) == ("Approve and announce", "last")
    assert approve.confirm is not None
    assert approve.confirm.text == (
        "Your approval is the last one needed: this is announced. The announcement of Greeter "
        "1.2.0 goes to releases."
    )
    assert "One more approval, and this is announced." in shown_card.lines(shown)


@pytest.mark.parametrize(
    ("row", "offered"),
    [
        (sample.ready("branch main", "differs", why="main moved"), True),
        (sample.ready("checks of the commit", "differs", why="CI says failure"), True),
        (sample.ready("notes"), False),
    ],
)
def test_what_is_mended_in_the_repository_is_planned_again(
    row: dict[str, Any], *, offered: bool
) -> None:
    """A retry would look at the old commit for ever."""
    shown = card.make_card(sample.failed("check_ready", ledger=[row]))

    assert ("Plan again with what is new" in shown_card.buttons(shown)) == offered


@pytest.mark.parametrize(
    "status", [sample.asked(), sample.asked(held=sample.HELD), sample.failed("publish_pypi")]
)
def test_one_button_stands_out(status: dict[str, Any]) -> None:
    """The first one, which is what most people come for."""
    first, *others = card.make_card(status).buttons

    assert first.style == "primary"
    assert "primary" not in [each.style for each in others]


@pytest.mark.parametrize(
    ("state", "kind", "offered"),
    [
        ("rejected", "announce", True),
        ("expired", "announce", True),
        ("approved", "announce", False),
        ("rejected", "publish", False),
    ],
)
def test_an_announcement_that_nobody_wants_can_be_left_out(
    state: str, kind: str, *, offered: bool
) -> None:
    """At once: without it the release is done."""
    question = sample.question(kind=kind, state=state)
    shown = card.make_card(sample.done(state="failed", finished=None, questions=[question]))

    assert ("Skip announce" in shown_card.buttons(shown)) == offered


def test_nothing_is_planned_again_after_people_said_yes() -> None:
    """What is approved is published as it is, and its notes stay."""
    gone = sample.ready("branch main", "differs", why="main moved")
    shown = card.make_card(sample.failed("publish_pypi", ledger=[gone]))

    assert shown_card.buttons(shown) == ["Retry", "Cancel the release"]


def test_a_failed_clean_up_leaves_nobody_without_a_button() -> None:
    """The branch would stay locked for ever."""
    shown = card.make_card(sample.failed("publish_pypi", cancelled=sample.GAVE_UP))

    assert [(b.action, b.label) for b in shown.buttons] == [
        ("retry", "Retry the clean-up"),
        ("cancel", "End it without cleaning up"),
    ]
    assert shown.summary.startswith("The clean-up failed: ")


def test_whoever_may_confirm_alone_is_asked_for_the_version() -> None:
    """A dialog, because a click is too little where nobody else looks."""
    shown = card.make_card(sample.asked(questions=[sample.question(solo=True, last_vote=False)]))

    assert (shown.buttons[0].asks, shown.buttons[0].confirm) == (True, None)
    assert ("Alone", "whoever asked for it may confirm by typing the version") in shown_card.table(
        shown, "Approval"
    )


def test_only_gates_that_a_person_can_answer_for_are_offered() -> None:
    """The engine knows which; nobody can vouch for a version that is taken."""
    taken = sample.ready("tag v1.2.0 is free", "differs", why="the tag is there")
    gates = ["checks of the commit"]
    shown = card.make_card(sample.failed("check_ready", ledger=[taken], red_gates=gates))

    assert [b.argument for b in shown.buttons if b.action == "override"] == gates
