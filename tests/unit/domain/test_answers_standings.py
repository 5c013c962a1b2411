"""Standings: what people read after asking how a release stands."""

from typing import Any

import pytest

from bot.domain.answers import standings
from bot.domain.card import make_card
from bot.domain.conversation.messages import Block, Facts, Line, Prose, Table
from tests.fakes import sample_status as sample


def said(blocks: tuple[Block, ...]) -> list[str]:
    """The paragraphs."""
    return [block.text for block in blocks if isinstance(block, Line)]


def rows(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    """Every row of every table."""
    return [row for block in blocks if isinstance(block, Table | Facts) for row in block.rows]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (
            sample.unplanned(),
            ["greeter, minor release: Is being planned", "Nothing of it is at any destination."],
        ),
        (
            sample.done(ledger=sample.PUBLISHED),
            [
                (
                    "Greeter 1.2.0: Released and announced in releases after 30 min 0 s, 27 min 0 "
                    "s of it waiting for people"
                ),
                "Everything is there.",
            ],
        ),
        (
            sample.done(
                state="failed",
                ledger=[
                    *sample.PUBLISHED[:2],
                    sample.row("announce", "chat", "releases", "missing"),
                    sample.row("tag_release", "git", "tag v1.2.0", "unknown", why="no answer"),
                    sample.row("publish_pypi", "pypi", "x.whl", "differs"),
                ],
            ),
            [
                "Greeter 1.2.0: Failed: the bot does not know why; its log has the details.",
                (
                    "2 of 5 are there; 1 missing, 1 not as released and 1 unknown, because a "
                    "destination did not answer."
                ),
            ],
        ),
        (
            sample.unplanned(
                state="unrecorded", version="1.0.0", ledger=[sample.PUBLISHED[1]], release=""
            ),
            ["greeter 1.0.0 was not released by this bot.", "It is there."],
        ),
    ],
)
def test_a_status_says_in_numbers_what_is_where(
    status: dict[str, Any], expected: list[str]
) -> None:
    """Missing, different and unknown are three things."""
    told = said(standings.status_blocks(status))

    assert told[0] == expected[0]
    assert expected[1] in told


def test_what_only_a_record_could_tell_is_not_called_unknown() -> None:
    """It is said apart, with what a person can do."""
    entry = {"target": "announcement in releases", "why": "no record", "remedy": "look there"}
    seen = {"state": "unrecorded", "version": "1.0.0", "ledger": [sample.PUBLISHED[1]]}
    blocks = standings.status_blocks(sample.unplanned(**seen, left_out=[entry]))

    assert "It is there." in said(blocks)
    assert rows(blocks)[-1] == ("announcement in releases", "no record", "look there")


def test_a_status_shows_each_destination_with_its_evidence() -> None:
    """The state is a word of the interface."""
    blocks = standings.status_blocks(sample.done(ledger=sample.PUBLISHED[1:2]))

    assert rows(blocks)[-1] == ("pypi", sample.WHEEL, "done", "https://pypi.example.org/greeter")
    assert standings.destination_blocks(sample.done(ledger=sample.PUBLISHED[1:2])) == blocks[-2:]


def test_a_status_tells_all_that_the_card_tells() -> None:
    """Who approves in a terminal reads notes, announcement, votes, digest and warnings there."""
    status = sample.asked(
        "bob",
        moved=sample.MOVED,
        warnings=["The changelog has no [Unreleased] section."],
        bypasses=[{"kind": "skip", "name": "smoke_test", "person": "bob", "reason": "slow"}],
    )
    blocks = standings.status_blocks(status)

    assert blocks[1 : 1 + len(make_card(status).blocks)] == make_card(status).blocks
    texts = [block.markdown for block in blocks if isinstance(block, Prose)]
    assert texts == [status["notes"], status["announcement"]]
    assert "Warning: The changelog has no [Unreleased] section." in said(blocks)
    assert ("bob", "approves", "12:10 UTC", "") in rows(blocks)
    assert any(row[0] == "Digest" and "dddddddd" in row[1] for row in rows(blocks))


@pytest.mark.parametrize(
    ("probed", "when"),
    [({"probed": "2026-03-04T12:40:00.000Z"}, "looked up just now"), ({}, "last")],
)
def test_when_the_destinations_were_seen_is_told(probed: dict[str, Any], when: str) -> None:
    """What is only remembered is not called looked up."""
    [_, table] = standings.destination_blocks(sample.done(ledger=sample.PUBLISHED, **probed))

    assert isinstance(table, Table)
    assert table.title.endswith(when)


def test_who_is_awaited() -> None:
    """And what has been said, until when."""
    blocks = standings.who_blocks(sample.asked("bob"))

    assert said(blocks) == ["Greeter 1.2.0: Waits for carol: 1 of 2 approvals until 14:02 UTC"]
    assert rows(blocks) == [
        ("Waits for", "carol"),
        ("Has", "1 of 2 approvals until 14:02 UTC"),
        ("Said so far", "bob approves"),
    ]
    assert standings.who_json(sample.asked("bob"))["awaits"] == ["carol"]


def test_a_release_that_waits_for_nobody_says_what_it_does() -> None:
    """In one line."""
    assert said(standings.who_blocks(sample.planned())) == [
        "Greeter 1.2.0: Preparing: 1 of 5 steps done"
    ]
    assert standings.who_json(sample.planned())["question"] is None


def test_a_list_has_a_line_for_each_release() -> None:
    """Also for one that has no version yet."""
    blocks = standings.list_blocks([sample.done(), sample.unplanned()])

    assert rows(blocks) == [
        ("greeter", "1.2.0", "done", "alice", "4 March, 12:00 UTC", sample.RELEASE),
        ("greeter", "minor", "running", "alice", "4 March, 12:00 UTC", sample.RELEASE),
    ]
    assert said(standings.list_blocks([])) == [
        "There is no release yet. Start one, for example with: release minor"
    ]


def test_notices_stand_with_their_time() -> None:
    """A line each."""
    notice = {"time": "2026-03-04T14:20:00.000Z", "text": "Nothing of greeter is released."}

    assert said(standings.notice_blocks([notice])) == [
        "4 March, 14:20 UTC: Nothing of greeter is released."
    ]
