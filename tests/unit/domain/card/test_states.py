"""The states of a card: one line that says what happens, and the buttons that are valid now."""

from typing import Any

import pytest

from bot.domain import card
from tests.fakes import sample_status as sample
from tests.fakes import shown_card


@pytest.mark.parametrize(
    ("status", "state", "summary", "pressed"),
    [
        (
            sample.unplanned(),
            "running",
            "Is being planned",
            ["Hold", "Cancel the release"],
        ),
        (
            sample.planned(),
            "running",
            "Preparing: 1 of 5 steps done",
            ["Hold", "Cancel the release"],
        ),
        (
            sample.planned(state="waiting", waits_for="the commit's checks"),
            "waiting",
            "Waits for the commit's checks",
            ["Hold", "Cancel the release"],
        ),
        (
            sample.planned(state="waiting", waits_for="PyPI did not answer."),
            "waiting",
            "Waits: PyPI did not answer.",
            ["Hold", "Cancel the release"],
        ),
        (
            sample.asked(),
            "waiting",
            "Waits for bob and carol: 0 of 2 approvals until 14:02 UTC",
            ["Approve", "Reject", "Hold", "Edit notes", "Cancel the release"],
        ),
        (
            sample.asked("bob"),
            "waiting",
            "Waits for carol: 1 of 2 approvals until 14:02 UTC",
            [
                "Approve and ship",
                "Reject",
                "Withdraw my vote",
                "Hold",
                "Edit notes",
                "Cancel the release",
            ],
        ),
        (
            sample.asked(state="held", held=sample.HELD),
            "held",
            "Held by bob: the docs are late.",
            ["Resume", "Approve", "Reject", "Edit notes", "Cancel the release"],
        ),
        (
            sample.failed("run_checks", ledger=[sample.RED], red_gates=["test"]),
            "failed",
            "Failed: The check test failed: 1 failed, 41 passed.",
            [
                "Retry",
                "Plan again with what is new",
                "Skip run checks",
                "Override: test",
                "Edit notes",
                "Cancel the release",
            ],
        ),
        (
            sample.failed("publish_pypi", error=sample.REFUSED, public=sample.PUBLIC),
            "failed",
            "Failed: PyPI refused the bot's credentials.",
            ["Retry", "Cancel the release"],
        ),
        (
            sample.asked(land="pull-request", moved=sample.MOVED),
            "waiting",
            "Waits for a decision: 3 new commits on main",
            [
                "Release without the 3 new commits",
                "Plan again with the 3 new commits",
                "Approve",
                "Reject",
                "Hold",
                "Edit notes",
                "Cancel the release",
            ],
        ),
        (
            sample.asked(moved=sample.FORCED),
            "waiting",
            "Has to be planned again: main was moved by force",
            [
                "Plan again",
                "Reject",
                "Hold",
                "Edit notes",
                "Cancel the release",
            ],
        ),
        (
            sample.asked(questions=[sample.VOID, sample.AGAIN]),
            "waiting",
            "Waits for bob and carol: 0 of 2 approvals until 14:02 UTC",
            ["Approve", "Reject", "Hold", "Edit notes", "Cancel the release"],
        ),
        (
            sample.done(),
            "done",
            (
                "Released and announced in releases after 30 min 0 s, 27 min 0 s of it waiting for "
                "people"
            ),
            [],
        ),
        (
            sample.asked(state="running", cancelled=sample.GAVE_UP),
            "running",
            "Is being cancelled by alice: wrong branch.",
            [],
        ),
        (
            sample.asked(
                state="cancelled",
                cancelled=sample.GAVE_UP,
                error=sample.CANCELLED,
                ledger=[sample.row("clean_up", "git", "no branch release/v1.2.0")],
                finished="x",
            ),
            "cancelled",
            (
                "alice cancelled this release: wrong branch. Nothing of it is public; 1.2.0 is "
                "free again."
            ),
            [],
        ),
        (
            sample.asked(
                state="cancelled", cancelled=sample.GAVE_UP, error=sample.CANCELLED, finished="x"
            ),
            "cancelled",
            "alice cancelled this release: wrong branch.",
            [],
        ),
        (
            sample.asked(
                state="cancelled",
                cancelled=sample.GAVE_UP,
                error=sample.CANCELLED,
                ledger=[sample.row("clean_up", "pypi", "x.whl", "skipped", public="x.whl on PyPI")],
                finished="x",
            ),
            "cancelled",
            "alice cancelled this release: wrong branch.",
            [],
        ),
        (
            sample.asked(state="cancelled", error=sample.REJECTED, finished="x"),
            "cancelled",
            "Cancelled: bob rejected this release: the notes lie.",
            [],
        ),
    ],
)
def test_each_state_says_what_happens_and_what_can_be_done(
    status: dict[str, Any], state: str, summary: str, pressed: list[str]
) -> None:
    """In one line, with the buttons that are valid now and no other."""
    shown = card.make_card(status)

    assert (shown.state, shown.summary, shown_card.buttons(shown)) == (state, summary, pressed)
