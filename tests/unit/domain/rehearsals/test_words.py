"""The words of a rehearsal: nobody takes them for those of a release, whatever it came to."""

import dataclasses

import pytest

from bot.domain.conversation.messages import Facts, Log, Table
from bot.domain.rehearsals import words
from bot.domain.rehearsals.rehearsal import Rehearsal
from tests.fakes import sample_rehearsal as sample
from tests.fakes import sample_status


@pytest.mark.parametrize("shown", sample.ALL)
def test_every_state_says_that_it_is_a_rehearsal(shown: Rehearsal) -> None:
    """In the title and the summary; and there is nothing to press."""
    card = words.make_card(shown)

    assert card.title.startswith("Rehearsal of ")
    assert "this machine" in card.summary
    assert (card.kind, card.buttons, card.release) == ("rehearsal", (), sample.ID)


@pytest.mark.parametrize(
    ("shown", "state", "said"),
    [
        (sample.begun(), "running", "Is being prepared, on a copy of the repository."),
        (sample.on_its_way(), "running", "Is rehearsed: 1 of 12 steps done."),
        (sample.done(), "done", "Done after 41.5 s: 1.2.0 would have been released."),
        (sample.failed(), "failed", "Failed after 41.5 s: The check test failed: 1 failed,"),
        (sample.interrupted(), "failed", "Interrupted, because the bot ended meanwhile."),
    ],
)
def test_the_summary_says_what_happens(shown: Rehearsal, state: str, said: str) -> None:
    """In one line."""
    card = words.make_card(shown)

    assert card.state == state
    assert card.summary.startswith(said)


def test_the_stages_are_those_of_the_release() -> None:
    """As far as they went."""
    tasks = words.make_card(sample.on_its_way()).tasks

    assert [task.state for task in tasks][:3] == ["done", "running", "planned"]


def test_the_end_tells_what_would_have_been_public_and_what_was_left_out() -> None:
    """By place; the announcement in the local world is none."""
    status = sample.done().status
    tag = {"stage": "tag_release", "target": "git", "key": "tag v1.2.0", "state": "done"}
    shown = sample.done(status={**status, "ledger": [*status["ledger"], {**tag, "evidence": {}}]})
    tables = {b.title: b for b in words.make_card(shown).blocks if isinstance(b, Table)}
    public = {row[0]: row[1] for row in tables["Would have been published"].rows}
    left_out = {row[0]: row[1] for row in tables["Not rehearsed"].rows}

    assert sample_status.WHEEL in public["PyPI"]
    assert public["GitHub"] == "the GitHub release v1.2.0"
    assert public["the repository"] == "the tag v1.2.0"
    assert "chat" not in str(public)
    assert left_out["check lint"] == "not configured, so nobody knows"
    assert "releasebot doctor" in left_out["tokens and rights"]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (sample.done(), "Then release it: minor"),
        (sample.interrupted(), "Start it again: rehearse minor"),
        (sample.failed(), "Make “make test” pass, then release again. Then rehearse again: "),
        (sample.failed(), f"The logs are in rehearsals/{sample.ID} of the bot's data folder."),
    ],
)
def test_the_end_tells_what_comes_next(shown: Rehearsal, said: str) -> None:
    """On the card and in the thread."""
    assert said in words.make_card(shown).blocks[0].text  # type: ignore[union-attr]  # a line
    assert said in words.make_thread(shown)[-1].text


def test_a_branch_is_said_wherever_it_is_typed_again() -> None:
    """So that the next step is the same one."""
    asked = dataclasses.replace(sample.ASKED, branch="1.x")
    shown = sample.done(asked=asked)

    assert "from 1.x" in words.make_thread(shown)[0].text
    assert words.next_step(shown).endswith("Then release it: minor from 1.x")


def test_the_thread_tells_the_person_how_it_ended() -> None:
    """With the end of the log, and nobody else is called."""
    asked, ended = words.make_thread(sample.failed())

    assert (asked.number, asked.pings) == (1, ())
    assert (ended.number, ended.pings, ended.tone) == (2, ("alice",), "bad")
    assert ended.log == sample.LOG
    assert len(words.make_thread(sample.on_its_way())) == 1


def test_a_failure_shows_the_end_of_the_log() -> None:
    """And no word of anything public."""
    blocks = words.make_card(sample.failed()).blocks

    assert [block.text for block in blocks if isinstance(block, Log)] == [sample.LOG]
    assert "public" not in str(blocks).lower()


def test_what_a_repository_says_is_text() -> None:
    """Signs that would turn lines around are shown, not obeyed."""
    status = {**sample.on_its_way().status, "title": "Gre\u202eeter", "branch": "ma\x1bin"}
    card = words.make_card(sample.begun(status=status))
    (facts,) = [block for block in card.blocks if isinstance(block, Facts)]

    assert "\u202e" not in card.title
    assert "\x1b" not in str(facts)
