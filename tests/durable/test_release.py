"""A whole release on the real engine, with the outside world in memory."""

import pytest

from bot import errors
from bot.domain.conversation import commands
from tests.durable.driving import Driver
from tests.fakes.fake_world import FakeWorld


async def test_a_release_is_published_everywhere_and_announced_once(
    driver: Driver, world: FakeWorld
) -> None:
    """From the request to the announcement, with every effect exactly once."""
    release = await driver.start()
    await driver.approve(release)
    status = await driver.until(release, "done", "failed")

    assert status["error"] is None
    assert {row["state"] for row in status["ledger"]} == {"done"}
    assert len(world.effects()) == len(set(world.effects()))
    assert world.history.branches["main"] == world.code_host.tags["v1.2.0"].commit
    assert world.chat.count("post") == 1


async def test_nothing_is_public_before_the_approval(driver: Driver, world: FakeWorld) -> None:
    """Only the release branch exists while people decide."""
    await driver.until_asked(await driver.start())

    assert {effect[1] for effect in world.effects()} == {"create_commit", "set_branch"}
    assert "v1.2.0" not in world.code_host.tags


async def test_the_same_delivery_again_is_the_same_release(driver: Driver) -> None:
    """A repeated command starts nothing new."""
    first = await driver.start()
    second = await driver.start()

    assert first == second
    assert await driver.releases.unfinished() == (first,)


async def test_a_second_release_of_the_branch_is_refused(driver: Driver) -> None:
    """One release at a time for each project and branch."""
    await driver.until_asked(await driver.start())
    second = await driver.start(delivery="2")
    status = await driver.until(second, "failed")

    assert status["error"]["code"] == "release_running"


async def test_an_unknown_project_is_refused_before_anything_is_recorded(driver: Driver) -> None:
    """The sentence names the projects that there are."""
    with pytest.raises(errors.BadInput, match="no project nobody"):
        await driver.releases.start(
            commands.StartRelease(project="nobody", bump="minor", person="alice", delivery="1")
        )
    assert await driver.releases.unfinished() == ()
