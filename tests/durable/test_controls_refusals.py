"""Skips and overrides that are refused: with the nearest name, who was first, or why not."""

import pytest

from bot import errors
from tests.durable.driving import Bench, Driver
from tests.durable.interruptions import Pause

CI = "checks of the commit"
WHY = "the runner is known to be broken"


async def _stopped_by_ci(bench: Bench, driver: Driver) -> str:
    """The id of a release that failed at CI."""
    world = bench.world
    world.code_host.checks[world.history.branches["main"]] = "failure"
    status = await driver.until_ended(await driver.start())
    return str(status["release"])


async def test_a_bypass_that_is_not_possible_is_refused(bench: Bench, driver: Driver) -> None:
    """With the nearest name, the list, or why; nothing of it is recorded."""
    release = await _stopped_by_ci(bench, driver)
    releases = driver.releases
    refusals = [
        (releases.skip(release, "smoke_tst", "bob", WHY), "not_understood", "mean smoke_test?"),
        (releases.skip(release, "pypi", "bob", WHY), "not_understood", "Known here: check_ready,"),
        (releases.skip(release, "smoke_test", "bob", " \n"), "not_understood", "why"),
        (releases.skip(release, "build_packages", "bob", WHY), "not_skippable", "nothing to publ"),
        (releases.skip(release, "publish_pypi", "bob", WHY), "not_skippable", "consists of"),
        (releases.skip(release, "check_ready", "bob", WHY), "not_skippable", "with override"),
        (releases.override(release, "cii", "bob", WHY), "not_understood", f"Did you mean {CI}?"),
        (releases.override(release, "branch main", "bob", WHY), "not_understood", "Known here"),
        (releases.override(release, "ci", "bob", ""), "not_understood", "why"),
        (releases.override(release, "notes", "bob", WHY), "gate_not_red", "is not red"),
    ]
    for call, code, told in refusals:
        with pytest.raises(errors.ReleasebotError) as caught:
            await call
        assert caught.value.reason == code
        assert told in caught.value.for_people()

    assert bench.rows("SELECT * FROM bypasses") == []
    assert (await releases.status(release))["state"] == "failed"


async def test_nothing_is_passed_by_twice_or_afterwards(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who did it first is told; a stage that is done or at work is none to skip."""
    pause = Pause(monkeypatch, bench.world.builder, "smoke_test")
    releases = driver.releases
    release = await _stopped_by_ci(bench, driver)
    await releases.override(release, "ci", "bob", WHY)
    await releases.skip(release, "announce", "bob", WHY)
    await pause.reached()
    refusals = [
        (releases.override(release, "ci", "carol", WHY), "gate_not_red", "bob has overridden"),
        (releases.skip(release, "announce", "carol", WHY), "not_skippable", "bob has skipped"),
        (releases.skip(release, "run_checks", "carol", WHY), "not_skippable", "is done already"),
        (releases.skip(release, "smoke_test", "carol", WHY), "not_skippable", "is running"),
    ]
    for call, code, told in refusals:
        with pytest.raises(errors.Refused) as caught:
            await call
        assert caught.value.reason == code
        assert told in caught.value.for_people()
    pause.end()
    await driver.approve(release)
    await driver.until_ended(release)
    with pytest.raises(errors.Refused) as caught:
        await releases.skip(release, "smoke_test", "carol", WHY)
    assert caught.value.reason == "release_ended"


async def test_a_release_without_a_plan_has_nothing_to_pass_by(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stages and gates are not known yet."""
    pause = Pause(monkeypatch, bench.world.repository, "facts")
    release = await driver.start()
    await pause.reached()
    for call in (
        driver.releases.skip(release, "announce", "bob", WHY),
        driver.releases.override(release, "ci", "bob", WHY),
    ):
        with pytest.raises(errors.Refused) as caught:
            await call
        assert caught.value.reason == "not_planned"
    pause.end()
