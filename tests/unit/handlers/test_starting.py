"""Starting: one request is one release, and a second one is pointed at the first."""

import dataclasses

import pytest

from bot import errors
from bot.domain.conversation import commands
from handlers import starting
from handlers.desk import Desk
from tests.fakes import sample_status as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases

MINE = "04ae5ddce499"  # what greeter and delivery 1 make


def start(branch: str | None = None, **changes: object) -> commands.Start:
    """Alice asks for a minor release."""
    return commands.Start(
        caller=caller("alice", **changes), project="greeter", bump="minor", branch=branch
    )


def desk_of(*statuses: dict[str, object]) -> tuple[Desk, FakeReleases]:
    """A desk with these releases."""
    releases = FakeReleases(*statuses)
    return Desk(releases=releases, roles=lambda: ROLES), releases


async def test_a_request_starts_a_release() -> None:
    """And is told which one."""
    desk, releases = desk_of(sample.done())
    reply = await starting.on_start(start(), desk)

    assert releases.asked == [
        commands.StartRelease(project="greeter", bump="minor", person="alice", delivery="1")
    ]
    assert (reply.release, reply.data["release"]) == (MINE, MINE)


async def test_the_same_request_is_the_same_release() -> None:
    """A platform that delivers twice starts nothing new and hears no complaint."""
    desk, _ = desk_of(sample.unplanned(release=MINE))

    assert (await starting.on_start(start(), desk)).release == MINE


async def test_another_request_is_pointed_at_the_first() -> None:
    """With who asked for it and when."""
    desk, releases = desk_of(sample.asked())
    with pytest.raises(errors.Refused) as caught:
        await starting.on_start(start(), desk)

    assert caught.value.reason == "release_running"
    assert caught.value.sentence == (
        "greeter is being released already: 1.2.0, asked for by alice on 4 March, 12:00 UTC "
        f"(release {sample.RELEASE})."
    )
    assert caught.value.next_step == (
        "Nothing was started. Wait until it has ended, or cancel it. If you mean another branch "
        "than main: minor from BRANCH, or in a terminal release minor --branch BRANCH."
    )
    assert releases.asked == []


@pytest.mark.parametrize(("branch", "running"), [("1.1", "main"), ("main", "1.1")])
async def test_another_branch_is_another_line(branch: str, running: str) -> None:
    """Two lines are released at once where the branch is named."""
    desk, _ = desk_of(sample.asked(branch=running))

    assert (await starting.on_start(start(branch), desk)).release == MINE


@pytest.mark.parametrize(("branch", "running"), [(None, "1.1"), ("1.1", None), ("main", "main")])
async def test_what_may_be_the_same_branch_waits(branch: str | None, running: str | None) -> None:
    """A branch that is not known yet may be this one."""
    desk, _ = desk_of(sample.asked(branch=running))
    with pytest.raises(errors.Refused, match="already"):
        await starting.on_start(start(branch), desk)


async def test_another_project_is_nobodys_business() -> None:
    """Its releases are its own."""
    desk, _ = desk_of(sample.asked(project="other"))

    assert (await starting.on_start(start(), desk)).release == MINE


async def test_nothing_is_started_in_secret() -> None:
    """A direct message is read by nobody else."""
    desk, releases = desk_of()
    with pytest.raises(errors.Refused) as caught:
        await starting.on_start(start(is_direct=True), desk)

    assert caught.value.reason == "direct_message"
    assert releases.asked == []


async def test_an_epoch_is_looked_at_before_anything_starts() -> None:
    """It is nearly always a slip, which only the project's versions tell."""
    desk, releases = desk_of(sample.done())
    await starting.on_start(dataclasses.replace(start(), bump="1!1.0"), desk)

    assert releases.asked[0] == ("preview", "greeter", "1!1.0", None)
