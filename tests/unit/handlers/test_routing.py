"""Routing: every command has one handler and one right, and the right is asked for first."""

from typing import Any

import pytest

from bot import errors
from bot.domain.approvals import access
from bot.domain.conversation import commands, verbs
from bot.domain.conversation.commands import Command
from handlers import routing
from handlers.desk import Desk
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases

R = sample.RELEASE
ABOUT: dict[str, Any] = {"project": "greeter", "which": "1.2.0"}


def given(made: type[Command], person: str = "alice", **values: Any) -> Command:  # noqa: ANN401  # a command's own fields
    """A command about the sample release."""
    return made(caller=caller(person), **(ABOUT | values))


CHANGES = [
    (given(commands.Hold, reason="docs"), ("hold", R, "alice", "docs")),
    (given(commands.Resume), ("resume", R, "alice")),
    (given(commands.Cancel, reason="no"), ("cancel", R, "alice", "no")),
    (given(commands.Retry), ("retry", R, "alice")),
    (
        given(commands.Skip, "bob", stage="announce", reason="x"),
        ("skip", R, "announce", "bob", "x"),
    ),
    (
        given(commands.Override, "bob", gate="test", reason="x"),
        ("override", R, "test", "bob", "x"),
    ),
    (
        given(commands.EditNotes, text="- a", base="sha256:b"),
        ("edit_notes", R, "alice", "- a", "sha256:b"),
    ),
    (given(commands.DecideBranch, choice="with"), ("decide_branch", R, "alice", "with")),
    (
        given(commands.TickLine, line="blog", evidence="e"),
        ("tick", R, "blog", "alice", "e"),
    ),
    (given(commands.Withdraw, "bob"), ("withdraw", sample.QUESTION, "bob")),
]
LOOKS = [
    given(commands.Preview, bump="minor"),
    given(commands.ShowStatus),
    given(commands.ListReleases),
    given(commands.ShowNext),
    given(commands.ShowWho),
    given(commands.ShowChecklist),
    given(commands.ShowNotes),
    given(commands.ShowAudit),
    given(commands.WhoAmI),
    given(commands.Help),
]


def test_every_command_has_one_handler_and_one_right() -> None:
    """Neither can be forgotten, and two types never share a handler."""
    made = vars(commands).values()
    every = {m for m in made if isinstance(m, type) and issubclass(m, Command)} - {Command}

    assert set(routing.HANDLERS) == every
    assert set(access.RIGHTS) == every
    assert len(set(routing.HANDLERS.values())) == len(every)


def test_every_verb_makes_a_command_that_is_handled() -> None:
    """Whatever help offers is done."""
    assert {verb.makes for verb in verbs.VERBS} <= set(routing.HANDLERS)


@pytest.mark.parametrize(("command", "asked"), CHANGES, ids=lambda v: type(v).__name__)
async def test_a_change_is_asked_of_the_engine(
    command: Command, asked: object, desk: Desk, releases: FakeReleases
) -> None:
    """With the release that was meant, and the person who asks."""
    reply = await routing.handle(command, desk)

    assert releases.asked == [asked]
    assert reply.release == R
    assert reply.data["schema"] == 1
    assert reply.blocks


@pytest.mark.parametrize("command", [c for c, _ in CHANGES], ids=lambda c: type(c).__name__)
async def test_an_account_that_nobody_knows_changes_nothing(
    command: Command, desk: Desk, releases: FakeReleases
) -> None:
    """It is told how to be known."""
    values = {name: getattr(command, name) for name in type(command).__dataclass_fields__}
    with pytest.raises(errors.Refused) as caught:
        await routing.handle(type(command)(**values | {"caller": caller("")}), desk)

    assert caught.value.reason == "foreign_account"
    assert releases.asked == []


@pytest.mark.parametrize("command", LOOKS, ids=lambda c: type(c).__name__)
async def test_anybody_may_look(command: Command, desk: Desk) -> None:
    """Also an account that nobody knows; the answer is for people and for machines."""
    values = {name: getattr(command, name) for name in type(command).__dataclass_fields__}
    reply = await routing.handle(type(command)(**values | {"caller": caller("")}), desk)

    assert reply.blocks
    assert reply.data["schema"] == 1


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (given(commands.Hold, "bob", reason="x"), "alice"),
        (given(commands.Start, "bob", bump="minor"), "alice"),
        (given(commands.Skip, "dave", stage="announce", reason="x"), "alice, bob, carol"),
    ],
)
async def test_somebody_without_the_role_is_told_whom_to_ask(
    command: Command, who: str, desk: Desk, releases: FakeReleases
) -> None:
    """By the roles of this moment."""
    with pytest.raises(errors.Refused) as caught:
        await routing.handle(command, desk)

    assert caught.value.reason == "not_allowed"
    assert caught.value.next_step == f"Ask one of those who have it: {who}."
    assert releases.asked == []


async def test_a_withdrawn_role_counts_at_once(releases: FakeReleases) -> None:
    """The roles are asked for at every command."""
    roles = dict(ROLES)
    desk = Desk(releases=releases, roles=lambda: roles)
    roles["releaser"] = frozenset({"bob"})
    with pytest.raises(errors.Refused, match="alice does not have the role releaser"):
        await routing.handle(given(commands.Retry), desk)
