"""Answers: what people read after asking something."""

from typing import Any

import pytest

from bot import errors
from bot.domain.answers import guidance, previews, records
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Block, Facts, Line, Prose, Table
from bot.domain.records import checklist
from tests.fakes import sample_status as sample

ROLES = {"releaser": frozenset({"alice", "bob"}), "approver": frozenset({"bob"})}
PREVIEW = sample.planned(
    state="planned",
    suggestions=["docs/index.md states 1.1.0 as well."],
    warnings=["The changelog has no [Unreleased] section."],
    posts=[
        {
            "channel": "releases",
            "kind": "announcement",
            "characters": 1300,
            "budget": 120_000,
            "text": "# Greeter 1.2.0 <script>",
        }
    ],
    approvals=[
        {
            "question": "publish",
            "needed": 2,
            "of": ["bob", "carol"],
            "rule": "2 of bob, carol (approver), not the requester",
            "expires_hours": 24.0,
        }
    ],
)


def said(blocks: tuple[Block, ...]) -> list[str]:
    """The paragraphs."""
    return [block.text for block in blocks if isinstance(block, Line)]


def rows(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    """Every row of every table."""
    return [row for block in blocks if isinstance(block, Table | Facts) for row in block.rows]


def test_a_preview_says_what_would_be_posted_and_who_must_say_yes() -> None:
    """With each channel's room, and nothing alive in any post."""
    blocks = previews.blocks(PREVIEW)

    assert said(blocks) == [
        "Greeter 1.2.0 would be the next release. Nothing was started.",
        "Warning: The changelog has no [Unreleased] section.",
        "docs/index.md states 1.1.0 as well.",
        (
            "Before anything is published: 2 of bob, carol (approver), not the requester, within "
            "24 hours."
        ),
    ]
    assert ("releases", "announcement", "1,300", "120,000") in rows(blocks)
    assert ("Version", "1.1.0 → 1.2.0") in rows(blocks)
    assert blocks[-1] == Prose(
        title="Announcement for releases", markdown="# Greeter 1.2.0 &lt;script>", folded=True
    )


def test_the_audit_is_told_in_sentences() -> None:
    """With the numbers by which somebody can look the rows up."""
    audit = [sample.audit_row(1, "approve", "bob"), sample.audit_row(2, "approved")]

    assert rows(records.audit_blocks(audit, sample.asked())) == [
        ("1", "4 March, 12:01 UTC", "bob approves."),
        ("2", "4 March, 12:02 UTC", "Approved: shipping."),
    ]


def test_the_checklist_says_how_to_tick() -> None:
    """Only what a person has to know."""
    blocks = records.checklist_blocks(checklist.make_checklist(sample.asked()))

    assert said(blocks) == [
        "Tick blog, social, forum or support with: checklist tick LINE EVIDENCE"
    ]
    assert ("Every test passes", "done", "test at 222222222222", "tests") in rows(blocks)


@pytest.mark.parametrize(
    ("status", "block"),
    [
        (sample.unplanned(), Line(text="greeter, minor release has no notes yet.")),
        (
            sample.asked(notes="- <b>bold</b>"),
            Prose(title="Notes of Greeter 1.2.0", markdown="- &lt;b>bold&lt;/b>"),
        ),
    ],
)
def test_notes_are_shown_without_life(status: dict[str, Any], block: Block) -> None:
    """Or it is said that there are none."""
    assert records.notes_blocks(status) == (block,)


def test_help_has_every_verb_and_the_live_configuration() -> None:
    """Who may is said beside each."""
    blocks = guidance.help_blocks("", "greeter", [("publish", "2 of bob, carol")])

    assert (
        "hold [RELEASE] REASON",
        "let nothing more begin until somebody resumes",
        "releaser",
    ) in (rows(blocks))
    assert blocks[-1] == Facts(
        title="greeter as it is configured now", rows=(("publish", "2 of bob, carol"),)
    )


@pytest.mark.parametrize(
    ("word", "usage", "example"),
    [
        ("notes", "notes [RELEASE]", "notes edit"),
        ("major", "major [from BRANCH] [titled TITLE]", "minor from main"),
    ],
)
def test_help_explains_one_verb(word: str, usage: str, example: str) -> None:
    """With an example."""
    blocks = guidance.help_blocks(word, "greeter", [])

    assert rows(blocks)[0][0] == usage
    assert said(blocks) == [f"For example: {example}"]


def test_help_in_a_terminal_has_its_forms() -> None:
    """With the program's name, and options in place of words; also of one kind of release."""
    blocks = guidance.help_blocks("", "greeter", [], terminal=True)
    of_minor = guidance.help_blocks("minor", "greeter", [], terminal=True)

    forms = [row[0] for row in rows(blocks)]
    assert forms[0] == "releasebot release BUMP [--branch BRANCH] [--title TITLE]"
    assert "releasebot notes [RELEASE] --edit" in forms
    assert "--project NAME" in said(blocks)[0]
    assert rows(of_minor)[0][0].startswith("releasebot release minor [--branch BRANCH]")
    assert said(of_minor) == ["For example: releasebot release minor --branch main"]


@pytest.mark.parametrize(
    ("word", "advice"),
    [("holt", "Did you mean hold?"), ("xyzzy", "Type help for the commands.")],
)
def test_help_on_an_unknown_word_names_the_nearest(word: str, advice: str) -> None:
    """And is no help on something else."""
    with pytest.raises(errors.BadInput, match="is not a command") as caught:
        guidance.help_blocks(word, "greeter", [])

    assert caught.value.next_step == advice


@pytest.mark.parametrize(
    ("person", "project", "expected"),
    [
        (
            "alice",
            "greeter",
            [
                ("You are", "alice"),
                ("Account", "slack:T1/U1"),
                ("Roles", "releaser"),
                ("This channel", "greeter"),
            ],
        ),
        (
            "carol",
            "",
            [
                ("You are", "carol"),
                ("Account", "slack:T1/U1"),
                ("Roles", "none: you may look at everything"),
                ("This channel", "belongs to no project"),
            ],
        ),
        ("", "greeter", []),
    ],
)
def test_who_the_bot_takes_somebody_for(
    person: str, project: str, expected: list[tuple[str, ...]]
) -> None:
    """The person, the account and the roles of this moment."""
    caller = Caller(account="slack:T1/U1", person=person, delivery="1", project=project)
    blocks = guidance.whoami_blocks(caller, ROLES)

    assert rows(blocks) == expected
    assert bool(said(blocks)) == (not person)


@pytest.mark.parametrize(("project", "told"), [("", []), ("greeter", [("Project", "greeter")])])
def test_a_terminal_is_no_channel(project: str, told: list[tuple[str, ...]]) -> None:
    """Only the project that was named there is told."""
    caller = LocalPeople(by_login={"al": "alice"}).caller("al", "1", project)

    assert rows(guidance.whoami_blocks(caller, ROLES))[3:] == told
