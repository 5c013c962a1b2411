"""Gates of the code host: waited for, told, passed on a person's word, and part of the approval."""

from dataclasses import replace

import pytest

from bot.domain.approvals.gates import OpenIssue, ReportedCheck
from bot.domain.plans.plan import RequiredCheck
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver

BUILD = ReportedCheck(name="build", app=15368, state="success", number=1)


def _report(bench: Bench, **check: object) -> None:
    head = bench.world.history.branches["main"]
    bench.world.code_host.reported[head] = (replace(BUILD, **check),)  # type: ignore[arg-type]  # by name


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """A bench whose project requires a check."""
    bench.required = (RequiredCheck(check="build", app=15368),)
    return bench


async def test_a_running_check_is_waited_for(bench: Bench, driver: Driver) -> None:
    """People see for which, and the release goes on once it is green."""
    _report(bench, state="pending")
    release = await driver.start()
    status = await driver.until_status(release, lambda status: bool(status["waits_for"]))
    assert (status["state"], status["waits_for"]) == ("waiting", "the check build")
    _report(bench)
    status, _ = await driver.patiently(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ({"app": 666}, ", only of App 666"),
        ({"is_own": False}, ", only for a fork"),
        ({"app": None}, ", only a status, which does not tell its App"),
        ({"name": "another"}, ""),
    ],
)
async def test_a_check_that_nobody_reported_is_not_green(
    bench: Bench, driver: Driver, check: dict[str, object], why: str
) -> None:
    """The release waits, says why, and did nothing."""
    _report(bench, **check)
    release = await driver.start()
    status = await driver.until_status(release, lambda status: bool(status["waits_for"]))
    head = bench.world.history.branches["main"][:12]

    assert status["state"] == "waiting"
    assert status["error"]["code"] == "gate_unknown"
    assert status["waits_for"] == (f"No check build of App 15368 is reported for {head}{why}.")
    assert bench.effects() == {}


async def test_a_red_check_passes_on_a_persons_word(bench: Bench, driver: Driver) -> None:
    """Who approves sees it."""
    _report(bench, state="failure")
    status = await driver.until_ended(await driver.start())
    assert (status["error"]["code"], status["red_gates"]) == ("gate_red", ["check build"])
    await driver.releases.override(status["release"], "check build", "bob", "known to be broken")
    await driver.approve(status["release"])
    status = await driver.until_ended(status["release"])

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert [bypass["name"] for bypass in status["bypasses"]] == ["check build"]


async def test_an_open_blocker_stops_a_release_until_it_is_closed(
    bench: Bench, driver: Driver
) -> None:
    """A retry looks again."""
    _report(bench)
    bench.world.code_host.labelled["release-blocker"] = (OpenIssue(number=7, title="It breaks"),)
    status = await driver.until_ended(await driver.start())
    assert status["error"]["sentence"] == "#7 (It breaks) is open and labelled release-blocker."
    bench.world.code_host.labelled.clear()
    await driver.releases.retry(status["release"], "alice")
    await driver.approve(status["release"])
    status = await driver.until_ended(status["release"])

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
