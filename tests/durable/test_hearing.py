"""Hearing: a waiting release looks again at once, and a project that is paused releases nothing."""

import pytest

from bot import errors
from bot.ports import Notice
from tests.durable.driving import Bench, Driver
from tests.fakes.fake_world import FakeWorld


async def test_what_waits_for_the_world_looks_again_at_once(
    driver: Driver, world: FakeWorld
) -> None:
    """The clock of the test stands still, so nothing else could make it go on."""
    commit = world.repository.known.commit
    world.code_host.checks[commit] = "pending"
    release = await driver.start()
    status = await driver.until(release, "waiting")
    assert status["waits_for"] == "the commit's checks"
    world.code_host.checks[commit] = "success"
    await driver.releases.bring_forward("other")
    assert (await driver.releases.status(release))["state"] == "waiting"

    await driver.releases.bring_forward("greeter")
    await driver.until_asked(release)


async def test_what_releases_made_is_known(driver: Driver) -> None:
    """The tag, the version, the commit that was planned from, and the one that was made."""
    status = await driver.asked()
    (made,) = {
        row["evidence"]["commit"] for row in status["ledger"] if row["stage"] == "prepare_release"
    }
    for reference in (status["tag"], status["version"], status["commit"], made):
        assert await driver.releases.concerns("greeter", reference)
        assert not await driver.releases.concerns("other", reference)
    assert not await driver.releases.concerns("greeter", "v9")


async def test_a_tag_is_known_with_its_commit(driver: Driver, world: FakeWorld) -> None:
    """Whether it is to be made or made; given up before, it may be made by somebody else."""
    status = await driver.asked()
    of_tag = ("greeter", status["tag"])
    assert await driver.releases.made_tag(*of_tag, world.history.branches["release/v1.2.0"])
    assert not await driver.releases.made_tag(*of_tag, "e" * 40)
    await driver.releases.cancel(status["release"], "alice", "")
    await driver.until(status["release"], "cancelled")
    for commit in (status["commit"], world.repository.known.commit):
        assert not await driver.releases.made_tag(*of_tag, commit)

    release = await driver.start(delivery="2")
    await driver.approve(release)
    await driver.until_ended(release)
    assert await driver.releases.made_tag(*of_tag, world.code_host.tags["v1.2.0"].commit)


async def test_a_paused_project_releases_nothing(bench: Bench) -> None:
    """What is under way is held, people are told once, and it outlives a restart."""
    async with bench.running() as driver:
        release = (await driver.asked())["release"]
        bindings = driver.releases.bindings
        await bindings.bind("greeter", "acme/greeter", 1001)
        for _ in range(2):
            await bindings.pause("greeter", "acme/greeter is archived.")
        assert (await driver.releases.status(release))["held"]["person"] == "releasebot"
    async with bench.running() as driver:
        with pytest.raises(errors.Refused) as refused:
            await driver.start(delivery="2")
        assert refused.value.reason == "project_paused"
        assert "acme/greeter is archived." in refused.value.sentence
        told = [notice.text for notice in await driver.releases.notices.untold()]
        assert told == ["Nothing of greeter is released: acme/greeter is archived."]

        await driver.releases.bindings.bind("greeter", "acme/greeter", 1001)
        assert await driver.start(delivery="2", bump="patch")
        assert (await driver.releases.status(release))["held"], "somebody has to resume it"


async def test_a_new_name_in_the_configuration_ends_the_pause(driver: Driver) -> None:
    """It was about another repository."""
    await driver.releases.bindings.bind("greeter", "acme/old-name", 1001)
    await driver.releases.bindings.pause("greeter", "acme/old-name is called acme/greeter now.")

    assert await driver.start()


async def test_holding_tells_why(driver: Driver) -> None:
    """Releases that ended are left alone; whoever wants may go on."""
    release = (await driver.asked())["release"]
    for _ in range(2):
        await driver.releases.bindings.hold("greeter", "acme/greeter was made public.")
    held = (await driver.releases.status(release))["held"]
    assert held["reason"] == "acme/greeter was made public."
    texts = [notice.text for notice in await driver.releases.notices.newest("greeter", 9)]
    assert len(texts) == 1
    await driver.releases.resume(release, "alice")


async def test_notices_are_kept_once_until_they_are_told(driver: Driver) -> None:
    """In the audit too."""
    notices = driver.releases.notices
    notice = Notice(key="k", project="greeter", text="Something happened.")
    for _ in range(2):
        await notices.add(notice)
    (kept,) = await notices.untold()
    assert (kept.text, kept.project) == ("Something happened.", "greeter")
    await notices.told("k")

    assert await notices.untold() == ()
    assert await notices.newest("", 5) == (kept,)
    assert await notices.newest("other", 5) == ()
    noticed = [row for row in await driver.releases.audit() if row["action"] == "noticed"]
    assert len(noticed) == 1
