"""Edited notes: what is taken, what is refused in words, and what a new plan makes of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain.notes import changelog, edited_notes
from bot.domain.notes.edited_notes import EditedNotes
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.domain.versions import version_files
from tests.fakes.sample_facts import CHANGELOG, make_commit, released

CREATED = "2026-02-03T04:05:06Z"
EDITED = EditedNotes(text="- Better words.", person="bob", time=CREATED, known=("seen",))


def _plan(**asked: object) -> Plan:
    seen = replace(make_commit("fix: seen"), sha="seen")
    new = replace(make_commit("feat: dance"), sha="new")
    facts = released("v1.1.0", since=(new, seen))
    request = replace(PlanRequest(bump="minor", created=CREATED), **asked)  # type: ignore[arg-type]  # by name
    return planning.make_plan(request, facts, ProjectRules(title="Demo"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  - One.\r\n- Two.\n\n", "- One.\n- Two."),
        ("by @alice, fixes #1", "by @\u200balice, f\u200bixes #1"),
        ("a\x07b\ud800", "a\\x07b\\ud800"),
        ("### Added\n\n- x", "### Added\n\n- x"),
        ("```\n## 1.0.0\n```", "```\n## 1.0.0\n```"),
        ("<!-- hidden -->\n- x", "- x"),
    ],
)
def test_a_text_is_taken_harmless(text: str, expected: str) -> None:
    """Nothing in it is live, and every sign of it can be seen."""
    assert edited_notes.accept(text) == expected


@pytest.mark.parametrize(
    ("text", "reason", "told"),
    [
        ("", "notes_empty", "The notes are empty."),
        ("\u200b\n<!-- x -->", "notes_empty", "The notes are empty."),
        ("é" * 50_001, "notes_too_long", r"too long \(100,002 bytes of at most 100,000\)"),
        ("\ud800" * 33_334, "notes_too_long", "100,002 bytes"),
        ("- x\n\n## [2.0.0]", "notes_misplaced", "Line 3 of the notes reads as the heading"),
        ("Unreleased\n=====\n- x", "notes_misplaced", "Line 1 of the notes reads"),
        ("- x\n```\n## 1.0.0", "notes_misplaced", "A code block of the notes has no end"),
    ],
)
def test_what_are_no_notes_is_refused(text: str, reason: str, told: str) -> None:
    """One sentence, and what to do."""
    with pytest.raises(errors.BadInput, match=told) as caught:
        edited_notes.accept(text)

    assert caught.value.reason == reason
    assert caught.value.next_step


@given(st.text())
def test_what_is_taken_is_taken_again_as_it_is(text: str) -> None:
    """Opening the notes and saving them changes nothing, however often."""
    try:
        accepted = edited_notes.accept(text)
    except errors.BadInput:
        return

    assert edited_notes.accept(accepted) == accepted
    assert edited_notes.digest(accepted).startswith("sha256:")


def test_a_plan_has_the_text_everywhere() -> None:
    """In the notes, in the changelog and in the announcement."""
    plan = _plan(edited=EDITED)
    rendered = version_files.render_files(
        replace(plan, version_files=(), changelog="CHANGELOG.md"),
        {"CHANGELOG.md": CHANGELOG.encode()},
    )
    read = changelog.read_changelog(rendered["CHANGELOG.md"].decode(), "CHANGELOG.md")

    assert (plan.notes, plan.notes_source) == ("- Better words.", "edited")
    assert "- Better words." in plan.announcement
    assert "- Better words." in "\n".join(read.lines)
    assert str(read.headings[0].version or read.headings[1].version) == plan.version


def test_a_plan_tells_what_is_newer_than_the_text() -> None:
    """How many changes, and the newest of them; nothing where the editor saw them all."""
    [warning] = [each for each in _plan(edited=EDITED).warnings if "bob" in each]
    seen = replace(EDITED, known=("seen", "new"))

    assert warning == "1 newer change is not in the notes that bob wrote, the newest: dance."
    assert not [each for each in _plan(edited=seen).warnings if "bob" in each]


def test_a_release_may_have_a_title_of_its_own() -> None:
    """For this release only, on one harmless line."""
    plan = _plan(title="The *big* one\n@all")

    assert _plan().title == "Demo"
    assert plan.title == "The *big* one @\u200ball"
    assert plan.title in plan.announcement
