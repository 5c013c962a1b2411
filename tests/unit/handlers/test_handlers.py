"""Handlers: who may, and what is handed on."""

import pytest

from bot import errors
from bot.domain import commands
from bot.domain.approval import Tally
from handlers import approval_buttons, chat_commands
from handlers.desk import Desk
from tests.fakes.fake_releases import FakeReleases

START = commands.StartRelease(project="greeter", bump="minor", person="alice", delivery="1")
VOTE = commands.CastVote(question="q", person="mallory", answer="approve")


@pytest.fixture
def releases() -> FakeReleases:
    """Releases that remember what was asked of them."""
    return FakeReleases()


@pytest.fixture
def desk(releases: FakeReleases) -> Desk:
    """A desk at which alice may start releases."""
    return Desk(releases=releases, roles=lambda: {"releaser": frozenset({"alice"})})


async def test_a_releaser_starts_a_release(desk: Desk, releases: FakeReleases) -> None:
    """The command goes on as it came, and the id comes back."""
    assert await chat_commands.on_start_release(START, desk) == "04ae5ddce499"
    assert releases.asked == [START]


async def test_others_are_told_whom_to_ask(releases: FakeReleases) -> None:
    """The roles of this moment count, and nothing is recorded."""
    roles = {"releaser": frozenset({"alice"})}
    desk = Desk(releases=releases, roles=lambda: roles)
    roles["releaser"] = frozenset({"bob"})
    with pytest.raises(errors.Refused, match="alice does not have the role releaser"):
        await chat_commands.on_start_release(START, desk)

    assert releases.asked == []


async def test_a_vote_is_judged_where_it_is_counted(desk: Desk, releases: FakeReleases) -> None:
    """No role is asked for here: the question's own policy knows."""
    tally = await approval_buttons.on_cast_vote(VOTE, desk)

    assert isinstance(tally, Tally)
    assert releases.asked == [VOTE]
