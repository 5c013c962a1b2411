"""Bypasses: what was meant, what is red no more, and what a reason looks like."""

from dataclasses import replace

import pytest

from bot import errors
from bot.domain.approvals import bypass
from bot.domain.approvals.bypass import Bypass
from bot.domain.plans.plan import Check, RequiredCheck
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from tests.fakes.sample_plan import sample_plan

STAGES = ("check_ready", "run_checks", "publish_testpypi")
GATES = ("checks of the commit", "notes", "no release blocker", "check build", "test")
OVERRIDE = Bypass(kind="override", name="test", person="bob", reason="flaky", time="now")
WHO = {"by": "bob", "reason": "flaky", "time": "now"}


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("run_checks", STAGES, "run_checks"),
        (" Run-Checks ", STAGES, "run_checks"),
        ("publish testpypi", STAGES, "publish_testpypi"),
        ("ci", GATES, "checks of the commit"),
        ("CI", GATES, "checks of the commit"),
        ("Checks of the  commit", GATES, "checks of the commit"),
        ("test", GATES, "test"),
    ],
)
def test_names_are_understood_as_people_write_them(
    typed: str, known: tuple[str, ...], meant: str
) -> None:
    """Case, dashes and the short name of a gate."""
    assert bypass.parse(typed, known, "gate") == meant


@pytest.mark.parametrize(
    ("typed", "known", "told"),
    [
        ("run_check", STAGES, "Did you mean run_checks? Known here: check_ready, run_checks,"),
        ("cii", GATES, "Did you mean checks of the commit? "),
        ("ci", STAGES, "Known here: check_ready"),
        ("", STAGES, "Known here: check_ready"),
        ("\u202e" * 999, STAGES, "Known here: check_ready"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_and_the_list(
    typed: str, known: tuple[str, ...], told: str
) -> None:
    """What was typed is quoted harmlessly."""
    with pytest.raises(errors.BadInput) as caught:
        bypass.parse(typed, known, "stage")

    assert caught.value.next_step.startswith(told)
    assert "\u202e" not in caught.value.sentence
    assert len(caught.value.sentence) < 100


def test_the_gates_of_a_plan_are_its_checks_and_what_people_can_answer_for() -> None:
    """That a version is taken is a fact, and no gate."""
    required = (RequiredCheck(check="build", app=1),)
    checks = (Check(name="test", run="make test"),)
    plan = replace(sample_plan(), checks=checks, required=required)

    assert bypass.gates(plan) == GATES


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ledger.differs("checks", "test", why="red"), ("skipped", {"why": "red"} | WHO)),
        (ledger.differs("checks", "lint", why="red"), ("differs", {"why": "red"})),
        (ledger.done("checks", "test"), ("done", {})),
        (ledger.missing("checks", "test"), ("missing", {})),
        (ledger.unknown("checks", "test"), ("unknown", {})),
    ],
)
def test_an_override_passes_a_red_row_of_that_name(
    row: LedgerRow, expected: tuple[str, dict[str, str]]
) -> None:
    """Only that; what is unknown stays unknown."""
    passed = bypass.passed(row, (OVERRIDE,))

    assert (passed.state, passed.evidence) == expected
    assert bypass.passed(row, (replace(OVERRIDE, kind="skip"),)) == row


def test_what_was_seen_of_a_skipped_stage_stays() -> None:
    """Half an upload is still there; a stage that never began has one row."""
    skip = replace(OVERRIDE, kind="skip", name="publish_testpypi")
    seen = (ledger.done("testpypi", "a.whl"), ledger.missing("testpypi", "a.tar.gz"))
    rows = bypass.left_out("publish_testpypi", seen, skip)

    assert [(row.key, row.state) for row in rows] == [("a.whl", "done"), ("a.tar.gz", "skipped")]
    assert rows[1].evidence == WHO
    [row] = bypass.left_out("publish_testpypi", (), skip)
    assert (row.key, row.state, row.evidence) == ("publish_testpypi", "skipped", WHO)
