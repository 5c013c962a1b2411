"""Failure: every code that can end a release has a class, and a hint that helps a tired person."""

import re
from pathlib import Path

import pytest

from bot import errors
from bot.domain.records import failure

LIST = Path(__file__).parents[4] / "docs/reason-codes.md"
DOCUMENTED = set(re.findall(r"^\| `(\w+)` \|", LIST.read_text(), re.MULTILINE))
REFUSALS = {  # told to whoever asked for something; the release goes on as before
    "already_approved",
    "already_held",
    "already_voted",
    "bad_backup",
    "bad_body",
    "bad_database",
    "being_prepared",
    "branch_not_moved",
    "branch_undecided",
    "direct_message",
    "file_exists",
    "folder_in_use",
    "folder_not_empty",
    "foreign_account",
    "gate_not_red",
    "no_evidence",
    "no_release",
    "no_such_line",
    "no_vote",
    "not_confirmed",
    "not_enabled",
    "not_healthy",
    "not_held",
    "not_planned",
    "not_serving",
    "not_skippable",
    "notes_changed",
    "last_vote",
    "notes_empty",
    "notes_misplaced",
    "notes_too_long",
    "nothing_to_back_up",
    "nothing_to_retry",
    "own_release",
    "project_paused",
    "question_closed",
    "rehearsal_limit",
    "rehearsal_running",
    "release_ended",
    "root",
    "too_long",
    "type_the_version",
    "which_release",
}


@pytest.mark.parametrize("code", sorted(DOCUMENTED - REFUSALS))
def test_a_code_that_can_end_a_release_has_a_class(code: str) -> None:
    """A new code gets its class, or its place among the refusals above."""
    assert code in failure.CLASSES


def test_every_code_with_a_class_is_documented_and_no_refusal() -> None:
    """Nothing that is gone, and none twice."""
    codes = [code for listed in failure.CODES.values() for code in listed.split()]

    assert set(codes) <= DOCUMENTED
    assert set(codes).isdisjoint(REFUSALS)
    assert len(codes) == len(set(codes))
    assert failure.CODES.keys() == failure.HINTS.keys()


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (errors.Failed("No.", "", reason="credentials"), "credentials"),
        (errors.Conflict("No.", ""), "conflict"),
        (errors.Unknown("Silence.", ""), "no answer"),
        (errors.Conflict("Red.", "", reason="gate_red"), "gate"),
        (errors.BuildFailed("No.", ""), "build"),
        (errors.Refused("No.", "", reason="rejected"), "approval"),
        (errors.Failed("No.", "", reason="refused"), "refused"),
        (errors.Failed("?", "", reason="never heard of"), "bug"),
    ],
)
def test_the_class_follows_from_the_code(error: errors.ReleasebotError, name: str) -> None:
    """Whatever has no class is a bug of ours."""
    assert failure.cause(error.to_json()).name == name


@pytest.mark.parametrize("name", failure.HINTS)
def test_a_hint_is_one_short_sentence(name: str) -> None:
    """It stands on a card under two other sentences."""
    hint = failure.HINTS[name]

    assert hint[0].isupper()
    assert hint.endswith(".")
    assert len(hint) <= 110
