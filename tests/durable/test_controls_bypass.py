"""Skip and override: recorded with who and why, shown, part of what people approve."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import errors
from bot.domain.plans.plan import Check
from bot.releases.storage import release_rows
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import before_stage
from tests.fakes.fake_world import FakeWorld

Json = dict[str, Any]

CI = "checks of the commit"
WHY = "the runner is known to be broken"


def _break_ci(world: FakeWorld) -> None:
    world.code_host.checks[world.history.branches["main"]] = "failure"


def _configure_checks(world: FakeWorld) -> None:
    checks = (Check(name="test", run="make test"), Check(name="lint", run="make lint"))
    known = world.repository.known
    world.repository.known = replace(known, rules=replace(known.rules, checks=checks))


def _rows(status: Json, stage: str) -> dict[str, str]:
    return {row["key"]: row["state"] for row in status["ledger"] if row["stage"] == stage}


def _stages(status: Json) -> dict[str, str]:
    return {stage["name"]: stage["state"] for stage in status["stages"]}


async def _failed(driver: Driver) -> Json:
    status = await driver.until_ended(await driver.start())
    assert status["state"] == "failed"
    return status


async def test_an_overridden_gate_lets_the_release_go_on_by_itself(
    bench: Bench, driver: Driver
) -> None:
    """It is shown as passed by, with who, why and when; the rest is as always."""
    _break_ci(bench.world)
    status = await _failed(driver)
    assert (status["error"]["code"], status["cause"]["class"]) == ("gate_red", "gate")
    assert status["red_gates"] == [CI]
    await driver.releases.override(status["release"], "ci", "bob", WHY)
    await driver.approve(status["release"])
    status = await driver.until_ended(status["release"])

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert (_rows(status, "check_ready")[CI], status["red_gates"]) == ("skipped", [])
    [bypass] = status["bypasses"]
    assert [bypass[key] for key in ("kind", "name", "person", "reason")] == [
        "override",
        CI,
        "bob",
        WHY,
    ]
    [row] = [r for r in await driver.releases.audit() if r["action"] == "overridden"]
    assert (row["actor"], row["data"]) == ("bob", {"gate": CI, "reason": WHY})


async def test_a_bypass_before_the_question_is_part_of_what_is_approved(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another reason, or one bypass more, is not what people said yes to."""
    _break_ci(bench.world)
    before_stage(
        monkeypatch, "tag_release", lambda: bench.rows("UPDATE bypasses SET reason = 'no reason'")
    )
    status = await _failed(driver)
    before = status["digest"]
    await driver.releases.override(status["release"], "ci", "bob", WHY)
    assert (await driver.until_asked(status["release"]))["digest"] != before
    await driver.approve(status["release"])
    status = await driver.until_ended(status["release"])

    assert (status["state"], status["error"]["code"]) == ("failed", "digest_changed")
    assert bench.world.code_host.tags == {}


async def test_each_red_check_is_overridden_by_itself(bench: Bench, driver: Driver) -> None:
    """The release goes on when the last of them is; none of them is run again."""
    _configure_checks(bench.world)
    bench.world.builder.check_state = "failed"
    status = await _failed(driver)
    assert status["red_gates"] == ["test", "lint"]
    await driver.releases.override(status["release"], "lint", "bob", WHY)
    status = await driver.releases.status(status["release"])
    assert (status["state"], status["red_gates"]) == ("failed", ["test"])
    await driver.releases.override(status["release"], "Test", "carol", WHY)
    await driver.until_asked(status["release"])

    assert bench.world.builder.count("check") == 2
    status = await driver.releases.status(status["release"])
    assert _rows(status, "run_checks") == {"test": "skipped", "lint": "skipped"}
    assert _stages(status)["run_checks"] == "done"


async def test_an_override_was_for_the_plan_that_people_saw(bench: Bench, driver: Driver) -> None:
    """Planned again, what comes before the question is done; what comes after stays skipped."""
    _break_ci(bench.world)
    status = await _failed(driver)
    await driver.releases.override(status["release"], "ci", "bob", WHY)
    for stage in ("run_checks", "smoke_test", "announce"):
        await driver.releases.skip(status["release"], stage, "bob", WHY)
    await driver.until_asked(status["release"])
    database = driver.releases._database
    plan = await database.run(release_rows.plan_of, status["release"])
    await database.run(release_rows.store_plan, plan)

    status = await driver.releases.status(status["release"])
    assert [bypass["name"] for bypass in status["bypasses"]] == ["announce"]


async def test_a_check_of_an_earlier_plan_is_not_shown_as_one_of_this(
    bench: Bench, driver: Driver
) -> None:
    """Its green row was about another commit, also where somebody skips it then."""
    _configure_checks(bench.world)
    seen = await driver.asked()
    assert set(_rows(seen, "run_checks").values()) == {"done"}
    await driver.edit(seen, "Better words.")
    again = await driver.asked_anew(seen)
    assert bench.world.builder.count("check") == 4
    bench.world.builder.check_state = "failed"
    await driver.edit(again, "Much better words.")
    assert (await driver.until_ended(again["release"]))["state"] == "failed"
    await driver.edit(await driver.releases.status(again["release"]), "The best words.")
    await driver.releases.skip(again["release"], "run_checks", "bob", WHY)
    status = await driver.until_status(again["release"], lambda now: not _rows(now, "run_checks"))

    assert _rows(status, "smoke_test") == {}


SKIPS: dict[str, Callable[[FakeWorld], object]] = {
    "run_checks": lambda world: setattr(world.builder, "check_state", "failed"),
    "smoke_test": lambda world: setattr(world.builder, "smoke_state", "failed"),
    "publish_testpypi": lambda world: world.testpypi.put("greeter-1.2.0.tar.gz", b"other"),
    "announce": lambda world: world.chat.fail_next("post", error=errors.Failed("No.", "Look.")),
}


@pytest.mark.parametrize("stage", SKIPS)
async def test_a_stage_at_which_a_release_failed_can_be_skipped(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """It goes on by itself, with the next stage."""
    _configure_checks(bench.world)
    before_stage(monkeypatch, stage, lambda: SKIPS[stage](bench.world))
    release = await driver.start()
    status, _ = await driver.patiently(release)
    assert (status["state"], _stages(status)[stage]) == ("failed", "failed")
    await driver.releases.skip(release, stage.replace("_", "-"), "bob", WHY)
    status, _ = await driver.patiently(release)

    assert (status["state"], _stages(status)[stage]) == ("done", "skipped")
    assert set(_rows(status, stage).values()) <= {"done", "skipped"}
    [row] = [r for r in await driver.releases.audit() if r["action"] == "skipped"]
    assert (row["actor"], row["data"]) == ("bob", {"stage": stage, "reason": WHY})


async def test_a_stage_that_has_not_begun_can_be_skipped(bench: Bench, driver: Driver) -> None:
    """Nothing of it happens; what people approved is the same without it."""
    release = await driver.start()
    question = await driver.until_asked(release)
    for stage in ("publish_testpypi", "announce"):
        await driver.releases.skip(release, stage, "bob", WHY)
    await driver.approve(release)
    status = await driver.until_ended(release)

    assert (status["state"], status["digest"]) == ("done", question["digest"])
    assert bench.world.testpypi.listed == {}
    assert bench.world.chat.posts == []
    assert _rows(status, "announce") == {"announce": "skipped"}
    assert {row["stage"] for row in status["public"]} == {
        "land_release_commit",
        "tag_release",
        "publish_pypi",
        "publish_github_release",
    }


async def test_a_stage_that_waits_for_a_destination_can_be_skipped(
    bench: Bench, driver: Driver
) -> None:
    """Nobody has to wait until the destination would be asked again."""
    for _ in range(9):
        bench.world.testpypi.fail_next("upload")
    release = await driver.start()
    await driver.approve(release)
    await driver.until_status(release, lambda status: bool(status["waits_for"]))
    await driver.releases.skip(release, "publish_testpypi", "bob", WHY)
    status = await driver.until_ended(release)

    assert status["state"] == "done"
    assert set(_rows(status, "publish_testpypi").values()) == {"skipped"}


async def test_a_bypass_outlives_a_restart(bench: Bench) -> None:
    """Recorded before, counted afterwards."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
        await driver.releases.skip(release, "announce", "bob", WHY)
    async with bench.running() as driver:
        await driver.approve(release)
        status = await driver.until_ended(release)

    assert (status["state"], bench.world.chat.posts) == ("done", [])
