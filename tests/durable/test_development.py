"""The next development version at the end of a release: last, once, and never in its way."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from bot import errors
from bot.domain.approvals.gates import BranchRules
from bot.domain.approvals.policy import MinimumVotes, Terms
from bot.releases.running import conclusion
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, Json
from tests.durable.interruptions import Interruption
from tests.fakes.effect_log import Moment
from tests.fakes.fake_code_host import FakeCodeHost

BEGUN = WHOLE_RELEASE + Counter([("github", "create_commit"), ("github", "set_branch")])
PROPOSED = BEGUN + Counter([("github", "create_pull_request")])
NAME = "begin_development"


@pytest.fixture
def bench(bench: Bench) -> Bench:
    """A repository that wants development versions."""
    known = bench.world.repository.known
    rules = replace(known.rules, development=True)
    bench.world.repository.known = replace(known, rules=rules)
    return bench


def _stated(bench: Bench) -> str:
    history = bench.world.history
    return history.commits[history.branches["main"]].files["pyproject.toml"].decode()


def _state(status: Json, stage: str) -> str:
    return str(next(each["state"] for each in status["stages"] if each["name"] == stage))


async def test_a_release_ends_with_the_next_development_version(
    bench: Bench, driver: Driver
) -> None:
    """After it is announced; the approval that was given holds for it."""
    status = await driver.released()
    names = [stage["name"] for stage in status["stages"]]

    assert (status["state"], status["error"], names[-2:]) == ("done", None, ["announce", NAME])
    assert 'version = "1.2.1.dev0"' in _stated(bench)
    assert bench.effects() == BEGUN


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["perform", "record"])
def test_a_bot_that_dies_there_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, step: str, when: Moment
) -> None:
    """One commit, whatever was recorded of it."""
    interruption = Interruption(monkeypatch, step, NAME, when)
    release = asyncio.run(interruption.reached(bench))
    status = asyncio.run(bench.resumed(release))

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == BEGUN


async def test_what_fails_there_fails_no_release(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is out and announced; what is left to do is told."""
    create = FakeCodeHost.create_commit

    async def refuse(host: FakeCodeHost, parent: str, message: str, *others: object) -> str:
        if message.startswith("chore: begin"):
            raise errors.Failed("GitHub refused the bot.", "Give it the right to write.")
        return await create(host, parent, message, *others)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(FakeCodeHost, "create_commit", refuse)
    status = await driver.released()

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == WHOLE_RELEASE
    assert {
        "target": "what follows the release",
        "why": "GitHub refused the bot",
        "remedy": "Give it the right to write",
        "stage": "begin_development",
    } in status["left_out"]


async def test_a_protected_branch_keeps_the_release_from_nothing(
    bench: Bench, driver: Driver
) -> None:
    """The pull request waits for people, the release does not."""
    bench.world.code_host.rules["main"] = BranchRules(needs_pull_request=True)
    status = await driver.released()

    assert (status["state"], status["error"]) == ("done", None)
    merged = Counter([("github", "create_pull_request"), ("github", "merge_pull_request")])
    assert bench.effects() == PROPOSED - Counter([("github", "set_branch")]) + merged
    [left] = [each for each in status["left_out"] if "development" in each["target"]]
    assert "waits for people" in left["why"]


async def test_a_silent_destination_is_asked_again(bench: Bench, driver: Driver) -> None:
    """The announcement does not wait for that."""
    bench.world.code_host.fail_next("branch_rules")
    bench.world.code_host.fail_next("branch_rules")
    status, waited = await driver.patiently(await driver.start())

    assert (status["state"], len(waited) > 0) == ("done", True)
    assert bench.effects() == BEGUN


async def test_a_destination_that_stays_silent_fails_no_release(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After five minutes the branch is free for the next one, and what is left to do is told."""
    rules = FakeCodeHost.branch_rules

    async def fall_silent(host: FakeCodeHost, branch: str) -> BranchRules:
        if bench.effects()["chat", "post"]:
            raise errors.Unknown("GitHub did not answer.", "Wait.")
        return await rules(host, branch)

    monkeypatch.setattr(FakeCodeHost, "branch_rules", fall_silent)
    status, waited = await driver.patiently(await driver.start())
    [left] = [each for each in status["left_out"] if each["stage"] == NAME]

    assert (status["state"], status["error"]) == ("done", None)
    assert len(waited) == conclusion.MOST_WAITS_AFTERWARDS - 1
    assert left["why"] == "GitHub did not answer"
    assert bench.effects() == WHOLE_RELEASE


async def test_it_can_be_skipped(bench: Bench, driver: Driver) -> None:
    """By those who want none this time."""
    release = await driver.start()
    await driver.until_asked(release)
    await driver.releases.skip(release, NAME, "bob", "not this time")
    await driver.approve(release)
    status = await driver.until_ended(release)

    assert (status["state"], _state(status, NAME)) == ("done", "skipped")
    assert bench.effects() == WHOLE_RELEASE


async def test_a_skipped_announcement_does_not_take_it_along(bench: Bench) -> None:
    """Nobody answered whether to announce, and nobody has to for this."""
    bench.others = {"announce": Terms(policy=MinimumVotes(1, "approver"))}
    async with bench.running() as driver:
        release = await driver.start()
        await driver.approve(release)
        await driver.releases.skip(release, "announce", "bob", "a quiet one")
        status = await driver.until_ended(release)

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.effects() == BEGUN - Counter([("chat", "post")])


async def test_a_release_that_is_cancelled_before_leaves_nothing_of_it(
    bench: Bench, driver: Driver
) -> None:
    """Neither a commit nor a branch."""
    main = bench.world.history.branches["main"]
    release = await driver.start()
    await driver.until_asked(release)
    await driver.releases.cancel(release, "alice", "not today")
    status = await driver.until_ended(release)

    assert status["state"] == "cancelled"
    assert bench.world.history.branches == {"main": main}


async def test_the_bots_own_push_starts_nothing(bench: Bench, driver: Driver) -> None:
    """What is heard of it is only looked at."""
    status = await driver.released()
    before = (bench.effects(), bench.rows("SELECT count(*) FROM releases"))
    head = bench.world.history.branches["main"]
    assert await driver.releases.concerns("greeter", head)
    await driver.releases.look_at_branches()
    await driver.releases.bring_forward("greeter")

    assert (bench.effects(), bench.rows("SELECT count(*) FROM releases")) == before
    assert (await driver.releases.status(status["release"]))["state"] == "done"


async def test_the_preview_says_it_before_anybody_is_asked(driver: Driver) -> None:
    """The version, and the stage that comes last."""
    seen = await driver.releases.preview("greeter", "minor", None)

    assert seen["development"] == "1.2.1.dev0"
    assert seen["stages"][-1] == {"name": NAME, "state": "planned"}
