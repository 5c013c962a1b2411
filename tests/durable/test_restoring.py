"""Restoring: a retry of a finished release brings back what it lost, and asks nobody again."""

import pytest

from bot import errors
from bot.domain.approvals.policy import MinimumVotes, Terms
from tests.durable.driving import Bench, Driver

WHEEL = "greeter-1.2.0-py3-none-any.whl"


async def _missing(driver: Driver, release: str) -> list[str]:
    status = await driver.releases.probe(release)
    return [row["key"] for row in status["ledger"] if row["state"] == "missing"]


async def test_a_retry_brings_back_what_vanished(
    bench: Bench, driver: Driver, released: str
) -> None:
    """A file and a post, once each; nobody is asked again, for it is what they approved."""
    before = bench.effects()
    bench.world.code_host.lose_asset(WHEEL)
    bench.world.code_host.effects.clear()
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    status = await driver.retried(released)

    [release] = bench.world.code_host.hosted.values()
    digest = next(asset.digest for asset in release.assets if asset.name == WHEEL)
    assert status["state"] == "done"
    assert bench.world.code_host.effects == [("upload_asset", str(release.id), WHEEL, digest)]
    assert bench.world.chat.count("post") == before[("chat", "post")] == 1
    assert await _missing(driver, released) == []
    assert len(status["questions"]) == 1
    assert await driver.releases.first_altered_audit_row() is None


async def test_a_retry_that_failed_is_retried(bench: Bench, driver: Driver, released: str) -> None:
    """The destination refused the first time; the release is done again in the end."""
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    bench.world.chat.fail_next("post", error=errors.Failed("The channel is closed.", "Open it."))
    failed = await driver.retried(released)
    done = await driver.retried(released)

    assert (failed["state"], failed["error"]["sentence"]) == ("failed", "The channel is closed.")
    assert (done["state"], done["error"]) == ("done", None)
    assert bench.world.chat.count("post") == 1


async def test_a_resume_brings_it_back_as_well(bench: Bench, driver: Driver, released: str) -> None:
    """Of a whole release there is nothing to resume."""
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    await driver.releases.resume(released, "alice")
    assert (await driver.until_ended(released))["state"] == "done"

    assert bench.world.chat.count("post") == 1
    with pytest.raises(errors.Refused, match="This release was finished on"):
        await driver.releases.resume(released, "alice")


async def test_a_release_that_is_restored_is_one_like_any_other(
    bench: Bench, driver: Driver, released: str
) -> None:
    """It is listed, it can be held, and no other starts on its branch until it has ended."""
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    bench.world.chat.fail_next("post", error=errors.Failed("The channel is closed.", "Open it."))
    await driver.retried(released)
    assert await driver.releases.unfinished() == (released,)
    assert bench.rows("SELECT release FROM locks") == [(released,)]
    await driver.releases.hold(released, "bob", "wait")
    await driver.releases.retry(released, "alice")
    assert (await driver.until(released, "held"))["finished"] is None
    await driver.releases.resume(released, "bob")

    assert (await driver.until(released, "done"))["held"] is None
    assert await driver.releases.unfinished() == ()
    assert bench.rows("SELECT * FROM locks") == []


async def test_nothing_comes_back_while_another_release_runs(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Both would move the branch."""
    other = await driver.start("patch", delivery="2")
    assert (await driver.until_ended(other))["state"] == "failed"
    bench.world.chat.posts.clear()
    with pytest.raises(errors.Refused) as caught:
        await driver.releases.retry(released, "alice")

    assert caught.value.reason == "release_running"
    assert (await driver.releases.status(released))["state"] == "done"


async def test_what_was_approved_is_not_asked_again(bench: Bench) -> None:
    """Also where the announcement had a question of its own."""
    bench.others["announce"] = Terms(policy=MinimumVotes(1, "approver"))
    async with bench.running() as driver:
        release = await driver.start()
        await driver.approve(release)
        await driver.until(release, "waiting")
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "alice")
        assert (await driver.until_ended(release))["state"] == "done"
        bench.world.code_host.lose_asset(WHEEL)
        bench.world.code_host.effects.clear()
        status = await driver.retried(release)

    assert [q["state"] for q in status["questions"]] == ["approved", "approved"]
    assert bench.world.code_host.count("upload_asset") == 1
    assert bench.world.chat.count("post") == 1


async def test_a_retry_of_a_whole_release_is_refused(driver: Driver, released: str) -> None:
    """Nothing failed and nothing vanished."""
    with pytest.raises(errors.Refused) as caught:
        await driver.releases.retry(released, "alice")

    assert caught.value.reason == "nothing_to_retry"


async def test_nothing_comes_back_without_its_approval(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Somebody who approved has lost the role: the release stays done, and nothing is sent."""
    bench.world.chat.posts.clear()
    bench.roles["approver"] = frozenset({"alice", "bob"})
    effects = bench.effects()
    with pytest.raises(errors.Refused):
        await driver.releases.retry(released, "alice")

    assert (await driver.releases.status(released))["state"] == "done"
    assert bench.effects() == effects
