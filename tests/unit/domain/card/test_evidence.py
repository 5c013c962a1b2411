"""The evidence on a card: everything that an approval is about."""

import pytest

from bot.domain import card
from bot.domain.conversation.messages import Table
from tests.fakes import sample_status as sample
from tests.fakes import shown_card


def test_the_approval_shows_everything_that_it_is_about() -> None:
    """What ships by its hash, from where to where, who said what, and what was not checked."""
    shown = card.make_card(sample.asked("bob"))

    assert shown.title == "Greeter 1.2.0"
    assert shown_card.table(shown, "Approval") == (
        ("Approvals", "1 of 2"),
        ("Waits for", "carol"),
        ("Expires", "4 March, 14:02 UTC"),
        ("Digest", "dddddddd (what every vote is bound to)"),
    )
    assert shown_card.table(shown, "Votes") == (("bob", "approves", "12:10 UTC", ""),)
    assert shown_card.table(shown, "What this is") == (
        ("Version", "1.1.0 → 1.2.0"),
        ("Commit", "222222222222 on top of main at 111111111111"),
        ("Changes", "1 change since 1.1.0"),
        ("Goes to", "TestPyPI, PyPI, GitHub and releases"),
        ("Asked for by", "alice"),
    )
    assert shown_card.table(shown, "What ships, byte for byte") == (
        (sample.SDIST, "TestPyPI, PyPI and GitHub", "4.3 kB", "a" * 64),
        (sample.WHEEL, "TestPyPI, PyPI and GitHub", "5.1 kB", "b" * 64),
    )
    assert shown_card.table(shown, "Gates and checks") == (
        ("branch main", "passed", ""),
        ("notes", "passed", ""),
        ("test", "passed", ""),
        ("python 3.11", "passed", "1.2.0"),
        (
            "check lint",
            "not configured",
            'add lint = { run = "…" } to [checks] in .releasebot.toml',
        ),
    )
    assert shown_card.lines(shown) == ["One more approval, and this ships."]


def test_one_more_approval_ships_nothing_while_the_branch_is_undecided() -> None:
    """It would be refused until somebody has said what becomes of what is new there."""
    shown = card.make_card(sample.asked("bob", land="pull-request", moved=sample.MOVED))

    assert not any("One more approval" in line for line in shown_card.lines(shown))


def test_what_the_bot_could_not_do_is_left_for_people() -> None:
    """After the release no gate is in doubt, but something may be left to do."""
    left = {"why": "2 issues are still open in it", "remedy": "move them, then close it"}
    entry = {"target": "milestone 1.2.0", **left, "stage": "follow_up"}
    shown = card.make_card(sample.done(left_out=[entry]))

    assert shown_card.table(shown, "Left for people") == (("milestone 1.2.0", *left.values()),)
    assert "milestone 1.2.0" not in {row[0] for row in shown_card.table(shown, "Gates and checks")}


def test_what_is_not_configured_is_never_green() -> None:
    """A tone that says "good" belongs to what has passed."""
    gates = next(
        block
        for block in card.make_card(sample.asked()).blocks
        if isinstance(block, Table) and block.title == "Gates and checks"
    )

    assert {
        row[1] for row, tone in zip(gates.rows, gates.tones, strict=True) if tone == "good"
    } == {"passed"}


def test_a_vote_of_somebody_who_lost_the_role_is_shown_as_such() -> None:
    """It stands there, and it does not count."""
    question = sample.question("bob", counted=[], awaits=["carol"])

    assert shown_card.table(card.make_card(sample.asked(questions=[question])), "Votes") == (
        ("bob", "approves, but may not vote any more", "12:10 UTC", ""),
    )


@pytest.mark.parametrize(
    ("state", "answer", "told"),
    [
        ("approved", "approve", "approved by bob and carol"),
        ("rejected", "reject", "rejected by bob and carol"),
        ("expired", "approve", "expired"),
    ],
)
def test_a_decided_question_says_by_whom(state: str, answer: str, told: str) -> None:
    """Without opening the votes."""
    votes = [sample.vote(person, answer) for person in ("bob", "carol")]
    question = sample.question(state=state, votes=votes)

    approval = shown_card.table(card.make_card(sample.done(questions=[question])), "Approval")
    assert approval[0] == ("Approvals", told)


def test_a_done_release_is_told_in_the_past() -> None:
    """It went there; what is still to come goes there."""
    shown = card.make_card(sample.done())

    assert ("Went to", "TestPyPI, PyPI, GitHub and releases") in shown_card.table(
        shown, "What this is"
    )
    assert shown_card.table(shown, "What shipped, byte for byte")


def test_both_decisions_of_a_release_are_told() -> None:
    """Who let it ship is not forgotten when somebody refuses the announcement."""
    shipped = sample.question("bob", "carol", state="approved")
    refused = sample.question(
        kind="announce", state="rejected", votes=[sample.vote("dave", "reject")]
    )
    approval = shown_card.table(
        card.make_card(sample.done(questions=[shipped, refused])), "Approval"
    )

    assert approval[:2] == (
        ("To ship", "approved by bob and carol"),
        ("To announce", "rejected by dave"),
    )
