"""Cancel: whatever it was doing, the release ends; what nobody has seen is removed."""

import pytest

from bot import errors
from bot.releases.running.steps import ReleaseSteps
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.giving_up import cancelled, check_gone
from tests.durable.interruptions import Pause

BRANCH = "release/v1.2.0"


async def test_a_cancelled_version_can_be_released_again_at_once(
    bench: Bench, driver: Driver
) -> None:
    """With a question open, which is void; the same bump runs to its end."""
    release = await driver.start()
    question = await driver.until_asked(release)
    status = await cancelled(driver, release)
    check_gone(bench, status)
    assert [q["state"] for q in status["questions"]] == ["void"]
    with pytest.raises(errors.Refused):
        await driver.vote(question["id"], "bob")

    again = await driver.start(delivery="2")
    await driver.approve(again)
    status = await driver.until_ended(again)
    assert (status["state"], status["version"]) == ("done", "1.2.0")
    effects = [effect[1] for effect in bench.world.effects()]
    assert (effects.count("delete_branch"), effects.count("set_branch")) == (1, 3)


async def test_a_release_without_a_plan_ends_at_once(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the planning finds out afterwards is thrown away."""
    pause = Pause(monkeypatch, bench.world.repository, "facts")
    release = await driver.start()
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    status = await driver.releases.status(release)
    assert (status["state"], bool(status["finished"])) == ("cancelled", True)
    pause.end()
    again = await driver.start(delivery="2")
    await driver.until_asked(again)

    assert (await driver.releases.status(release))["version"] is None
    assert bench.rows("SELECT release FROM versions") == [(again,)]


@pytest.mark.parametrize(
    ("part", "method"),
    [
        ("code_host", "check_state"),
        ("code_host", "create_commit"),
        ("code_host", "set_branch"),
        ("builder", "build"),
        ("builder", "smoke_test"),
    ],
)
async def test_what_is_being_prepared_ends_and_is_removed(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, part: str, method: str
) -> None:
    """The stage that works is let end; nobody is asked any more."""
    pause = Pause(monkeypatch, getattr(bench.world, part), method)
    release = await driver.start()
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    status = await driver.releases.status(release)
    assert (status["state"], status["cancelled"]["reason"]) == ("running", "not today")
    pause.end()
    status = await driver.until_ended(release)

    check_gone(bench, status)
    assert status["questions"] == []


async def test_a_stage_that_has_looked_does_not_act(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work that was starting is stopped right before its act."""
    pause = Pause(monkeypatch, bench.world.code_host, "branch_head", BRANCH)
    release = await driver.start()
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    pause.end()

    check_gone(bench, await driver.until_ended(release))
    assert bench.world.effects() == []


async def test_a_held_release_can_be_cancelled(bench: Bench, driver: Driver) -> None:
    """The hold is of no account any more."""
    release = await driver.start()
    await driver.until_asked(release)
    await driver.releases.hold(release, "bob", "wait")

    check_gone(bench, await cancelled(driver, release))


async def test_a_failed_release_can_be_cancelled(bench: Bench, driver: Driver) -> None:
    """Its branch is free for the next one."""
    bench.world.builder.smoke_state = "failed"
    release = await driver.start()
    assert (await driver.until_ended(release))["state"] == "failed"
    await driver.releases.cancel(release, "alice", "not today")

    check_gone(bench, await driver.until(release, "cancelled"))


async def test_a_release_that_waits_for_the_world_can_be_cancelled(
    bench: Bench, driver: Driver
) -> None:
    """It does not wait until the world has answered."""
    bench.world.code_host.checks[bench.world.history.branches["main"]] = "pending"
    release = await driver.start()
    await driver.until(release, "waiting")

    check_gone(bench, await cancelled(driver, release))


async def test_an_approved_release_of_which_nothing_is_public_is_removed(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approval had started the publication, but it had only looked."""
    release = await driver.start()
    await driver.until_asked(release)
    pause = Pause(monkeypatch, bench.world.testpypi, "files")
    await driver.approve(release)
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    pause.end()

    check_gone(bench, await driver.until_ended(release))


async def test_a_cancel_that_comes_too_late_changes_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last stage is at work, so the release is done when it ends."""
    pause = Pause(monkeypatch, bench.world.chat, "post")
    release = await driver.start()
    await driver.approve(release)
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    pause.end()
    status = await driver.until_ended(release)

    assert (status["state"], status["error"], status["cancelled"]) == ("done", None, None)
    assert bench.effects() == WHOLE_RELEASE


async def test_a_second_cancel_is_refused(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the clean-up works, and after the end; nothing else is taken either."""
    pause = Pause(monkeypatch, bench.world.code_host, "delete_branch")
    release = await driver.start()
    await driver.until_asked(release)
    await driver.releases.cancel(release, "alice", "")
    await pause.reached()
    calls = [
        driver.releases.cancel(release, "bob", "me too"),
        driver.releases.hold(release, "bob", "wait"),
        driver.releases.skip(release, "announce", "bob", "why not"),
    ]
    for call in calls:
        with pytest.raises(errors.Refused, match="is being cancelled by alice since") as caught:
            await call
        assert caught.value.reason == "release_ended"
    pause.end()
    status = await driver.until_ended(release)
    assert status["error"]["sentence"] == "alice cancelled this release."
    with pytest.raises(errors.Refused, match="was cancelled by alice on") as caught:
        await driver.releases.cancel(release, "bob", "me too")
    assert caught.value.reason == "release_ended"
    with pytest.raises(
        errors.Refused, match=r"This release was cancelled, so there is nothing to retry\."
    ):
        await driver.releases.retry(release, "alice")


async def test_a_cancel_is_in_the_audit(driver: Driver) -> None:
    """Who and why, and later what was public."""
    release = await driver.start()
    await driver.until_asked(release)
    await cancelled(driver, release)
    *_, order, end = await driver.releases.audit(release)

    assert (order["actor"], order["action"]) == ("alice", "cancelled")
    assert order["data"] == {"reason": "not today"}
    assert (end["actor"], end["action"]) == ("releasebot", "ended")
    assert end["data"] == {"how": "removed", "version": "1.2.0", "public": []}


async def test_a_segment_that_starts_in_the_moment_of_the_cancel_does_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine was told to run it, but it had not begun."""
    pause = Pause(monkeypatch, ReleaseSteps, "begin", "publish")
    release = await driver.start()
    await driver.approve(release)
    await pause.reached()
    status = await cancelled(driver, release)
    pause.end()
    driver.later(60)

    check_gone(bench, status)
    assert bench.rows("SELECT attempt, state FROM segments WHERE name = 'publish'") == [
        (1, "cancelled")
    ]
    check_gone(bench, await driver.releases.status(release))
