"""Hold and resume: what works ends, nothing more begins, and it goes on exactly there."""

from typing import Any

import pytest

from bot import errors
from bot.releases.running.steps import ReleaseSteps
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, open_questions
from tests.durable.interruptions import Pause

BRANCH = "release/v1.2.0"
WHY = "the office is on fire"


def _stages(status: dict[str, Any]) -> dict[str, str]:
    return {stage["name"]: stage["state"] for stage in status["stages"]}


async def _held(driver: Driver, release: str) -> dict[str, Any]:
    """Hold it as bob; the status as soon as nothing works any more."""
    await driver.releases.hold(release, "bob", WHY)
    return await driver.until(release, "held")


async def test_a_stage_that_works_ends_and_the_next_does_not_begin(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hold is shown at once, the state changes when nothing works any more."""
    pause = Pause(monkeypatch, bench.world.builder, "build")
    release = await driver.start()
    await pause.reached()
    await driver.releases.hold(release, "bob", WHY)
    status = await driver.releases.status(release)
    assert status["state"] == "running"
    assert {key: status["held"][key] for key in ("person", "reason")} == {
        "person": "bob",
        "reason": WHY,
    }
    pause.end()
    status = await driver.until(release, "held")
    assert (_stages(status)["build_packages"], _stages(status)["smoke_test"]) == ("done", "planned")
    assert [row["state"] for row in await driver.releases.recent("greeter", 1)] == ["held"]

    await driver.releases.resume(release, "carol")
    await driver.approve(release)
    status = await driver.until_ended(release)
    assert (status["state"], status["held"], bench.effects()) == ("done", None, WHOLE_RELEASE)
    assert bench.world.builder.count("build") == 1


async def test_a_stage_that_has_looked_does_not_act(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hold is looked at once more right before the act."""
    pause = Pause(monkeypatch, bench.world.code_host, "branch_head", BRANCH)
    release = await driver.start()
    await pause.reached()
    await driver.releases.hold(release, "bob", WHY)
    pause.end()
    status = await driver.until(release, "held")

    assert _stages(status)["prepare_release"] == "held"
    assert bench.world.effects() == []
    await driver.releases.resume(release, "bob")
    assert await driver.until_asked(release)


async def test_votes_are_taken_while_it_is_held_and_what_they_start_waits(
    bench: Bench, driver: Driver
) -> None:
    """People can decide; only the machine stands still."""
    release = await driver.start()
    question = await driver.until_asked(release)
    status = await _held(driver, release)
    assert [q["state"] for q in status["questions"]] == ["open"]
    await driver.vote(question["id"], "bob")
    assert (await driver.vote(question["id"], "carol")).state == "approved"
    driver.later(60)
    status = await driver.releases.status(release)
    assert (status["state"], bench.public()) == ("held", [])

    await driver.releases.resume(release, "bob")
    status = await driver.until_ended(release)
    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_a_held_question_is_open_again_after_the_resume(driver: Driver) -> None:
    """Nothing was asked anew."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await _held(driver, release)
    await driver.releases.resume(release, "bob")
    status = await driver.releases.status(release)

    assert status["state"] == "waiting"
    assert [q["id"] for q in open_questions(status)] == [question["id"]]


async def test_a_wait_for_the_world_is_held_too(bench: Bench, driver: Driver) -> None:
    """What becomes due meanwhile starts after the resume."""
    checks = bench.world.code_host.checks
    head = bench.world.history.branches["main"]
    checks[head] = "pending"
    release = await driver.start()
    await driver.until(release, "waiting")
    await _held(driver, release)
    checks[head] = "success"
    driver.later(60)
    assert bench.rows("SELECT attempt FROM segments WHERE name = 'prepare'") == [(1,), (2,)]
    assert (await driver.releases.status(release))["state"] == "held"
    await driver.releases.resume(release, "bob")

    assert await driver.until_asked(release)


async def test_a_release_that_is_being_planned_can_be_held(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is planned, and then nothing begins."""
    pause = Pause(monkeypatch, bench.world.repository, "facts")
    release = await driver.start()
    await pause.reached()
    await driver.releases.hold(release, "bob", WHY)
    pause.end()
    status = await driver.until(release, "held")

    assert status["version"] == "1.2.0"
    assert set(_stages(status).values()) == {"planned"}
    await driver.releases.resume(release, "bob")
    assert await driver.until_asked(release)


async def test_a_resume_in_the_last_moment_loses_nothing(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage has answered that it is held, but its segment has not ended yet."""
    conclude = ReleaseSteps.conclude
    held: list[str] = []

    async def concluding(steps: ReleaseSteps, release: str, *args: Any) -> None:  # noqa: ANN401  # what the step gets
        if held:
            await driver.releases.resume(held.pop(), "bob")
        await conclude(steps, release, *args)

    pause = Pause(monkeypatch, bench.world.builder, "build")
    release = await driver.start()
    await pause.reached()
    await driver.releases.hold(release, "bob", WHY)
    held.append(release)
    monkeypatch.setattr(ReleaseSteps, "conclude", concluding)
    pause.end()

    assert await driver.until_asked(release)
    assert held == []
    assert bench.rows("SELECT state FROM segments WHERE name = 'prepare'") == [("held",), ("done",)]


async def test_a_failure_is_told_although_it_is_held(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retry is recorded, and begins when the hold is over."""
    pause = Pause(monkeypatch, bench.world.builder, "smoke_test")
    bench.world.builder.smoke_state = "failed"
    release = await driver.start()
    await pause.reached()
    await driver.releases.hold(release, "bob", WHY)
    pause.end()
    status = await driver.until(release, "failed")
    assert status["held"]["person"] == "bob"

    bench.world.builder.smoke_state = "passed"
    await driver.releases.retry(release, "alice")
    assert (await driver.releases.status(release))["state"] == "held"
    await driver.releases.resume(release, "bob")
    assert await driver.until_asked(release)


async def test_a_hold_that_is_not_possible_is_refused(driver: Driver) -> None:
    """Twice, without a reason, without a hold, after the end, of nothing."""
    release = await driver.start()
    await driver.until_asked(release)
    releases = driver.releases
    with pytest.raises(errors.Refused, match="Nobody holds this release") as not_held:
        await releases.resume(release, "bob")
    with pytest.raises(errors.BadInput, match="A reason is missing"):
        await releases.hold(release, "bob", " \u200b ")
    await releases.hold(release, "bob", "the office\n is on\tfire")
    with pytest.raises(errors.Refused, match="bob holds this release already, since") as twice:
        await releases.hold(release, "carol", WHY)
    assert "the office is on fire." in twice.value.sentence
    await releases.resume(release, "bob")
    await driver.approve(release)
    await driver.until_ended(release)
    ended = []
    for call in (releases.hold(release, "bob", WHY), releases.resume(release, "bob")):
        with pytest.raises(errors.Refused, match="This release was finished on") as caught:
            await call
        ended.append(caught.value.reason)
    with pytest.raises(errors.BadInput, match="There is no release"):
        await releases.hold("0" * 12, "bob", WHY)

    assert (not_held.value.reason, twice.value.reason) == ("not_held", "already_held")
    assert ended == ["release_ended"] * 2


async def test_a_hold_is_in_the_audit(driver: Driver) -> None:
    """Who, why, and who let it go on."""
    release = await driver.start()
    await driver.until_asked(release)
    await _held(driver, release)
    await driver.releases.resume(release, "carol")
    rows = [(row["actor"], row["action"]) for row in await driver.releases.audit(release)]

    assert rows[-2:] == [("bob", "held"), ("carol", "resumed")]


async def test_a_hold_outlives_a_restart(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a question open, and between two stages."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
        await _held(driver, release)
    async with bench.running() as driver:
        assert (await driver.releases.status(release))["state"] == "held"
        await driver.approve(release)
        pause = Pause(monkeypatch, bench.world.pypi, "upload")
        await driver.releases.resume(release, "bob")
        await pause.reached()
        await driver.releases.hold(release, "bob", WHY)
        pause.end()
        await driver.until(release, "held")
    async with bench.running() as driver:
        driver.later(60)
        status = await driver.releases.status(release)
        assert (status["state"], bench.world.chat.posts) == ("held", [])
        await driver.releases.resume(release, "bob")
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
