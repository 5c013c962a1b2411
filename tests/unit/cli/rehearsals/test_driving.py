"""Driving: the people of a rehearsal come to the reception like everybody else."""

import io
from typing import Any

import pytest
from rich.console import Console

from bot import errors
from bot.cli.rehearsals.driving import Driver
from bot.domain.approvals.approval import CountedVote, Tally
from bot.domain.conversation import commands
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES
from tests.fakes.fake_releases import FakeReleases

Json = dict[str, Any]

RELEASE = commands.release_id("greeter", "run")


def asked(*voters: str, **changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """The release that this run started, waiting for people."""
    return sample.asked(*voters, release=RELEASE, **changes)


class Asked(FakeReleases):
    """A release that waits until everybody voted; a no ends it."""

    def __init__(self, first: Json) -> None:
        """It stands so at first."""
        super().__init__(first)
        self.votes: list[commands.CastVote] = []

    async def vote(self, command: commands.CastVote) -> CountedVote:
        """Count it."""
        self.votes.append(command)
        people = [vote.person for vote in self.votes]
        ends = command.answer == "reject" or len(people) > 1
        over = {"finished": "2026-03-04T12:30:00.000Z", "state": "done"}
        self.statuses[RELEASE] = asked(*people, **(over if ends else {}))
        tally = Tally(state="open", counted=tuple(people), needed=2, awaits=())
        return CountedVote(tally=tally, release="r", kind="publish", held=None, event=1)


class Terminal(io.StringIO):
    """Somebody sits there and types."""

    def isatty(self) -> bool:
        """Yes."""
        return True


async def driven(releases: Asked, *, ask_people: bool = False) -> tuple[Json, str]:
    """The last status, and what was shown."""
    shown = io.StringIO()
    reception = Receptionist(Desk(releases=releases, roles=lambda: ROLES))
    console = Console(file=shown, width=120)
    driver = Driver(releases, reception, console, ask_people=ask_people)
    return await driver.drive("greeter", "minor", "run"), shown.getvalue()


async def test_scripted_approvers_press_the_button_of_the_card() -> None:
    """Each for the question that is open, and only the last one decides."""
    releases = Asked(asked())
    status, _ = await driven(releases)

    assert status["state"] == "done"
    assert [(vote.person, vote.question) for vote in releases.votes] == [
        ("bob", sample.QUESTION),
        ("carol", sample.QUESTION),
    ]
    assert [vote.may_decide for vote in releases.votes] == [False, True]


async def test_a_person_sees_the_card_and_gives_a_reason_for_a_no(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the console shows, and what it asks."""
    monkeypatch.setattr("sys.stdin", Terminal("no\nthe notes lie\n"))
    releases = Asked(asked())
    _, shown = await driven(releases, ask_people=True)

    for needed in ("0 of 2 approvals", sample.WHEEL, "A polite greeting", "You act as bob"):
        assert needed in shown
    assert [(vote.answer, vote.reason) for vote in releases.votes] == [("reject", "the notes lie")]


async def test_without_a_terminal_it_waits() -> None:
    """Nobody is there to answer."""
    releases = Asked(asked())
    status, _ = await driven(releases, ask_people=True)

    assert (status["state"], releases.votes) == ("waiting", [])


async def test_a_branch_that_was_forced_is_approved_by_nobody() -> None:
    """The card has no such button then."""
    releases = Asked(asked(moved=sample.FORCED))
    await driven(releases)

    assert releases.votes == []


async def test_a_refusal_is_an_error() -> None:
    """The reception answers with one."""
    releases = Asked(asked())
    releases.refusal = errors.Refused("Another release is under way.", "Wait.", reason="busy")
    with pytest.raises(errors.Refused, match="under way"):
        await driven(releases)
