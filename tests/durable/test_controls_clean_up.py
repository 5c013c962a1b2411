"""The clean-up: what is public stays; nothing is guessed, and nothing is removed twice."""

import asyncio
from typing import Any

import pytest

from bot import errors
from bot.releases.running import engine
from tests.durable.driving import Bench, Driver, Effects
from tests.durable.giving_up import cancelled, check_gone
from tests.durable.interruptions import Pause
from tests.fakes.effect_log import Moment

Json = dict[str, Any]

BRANCH = "release/v1.2.0"
SDIST = "greeter-1.2.0.tar.gz"


@pytest.mark.parametrize(
    ("part", "method", "public"),
    [
        ("testpypi", "upload", f"Public already: {SDIST} on TestPyPI and greeter-1.2.0-py3"),
        ("code_host", "create_tag", "the release commit on main and the tag v1.2.0; nothing of it"),
        ("pypi", "upload", f"{SDIST} on PyPI"),
        ("code_host", "publish_release", "the GitHub release v1.2.0; nothing of it was removed"),
    ],
)
async def test_what_is_public_stays_and_keeps_its_version(
    bench: Bench,
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    method: str,
    public: str,
) -> None:
    """Nothing is removed; the sentence names what everybody can see; the branch is free."""
    pause = Pause(monkeypatch, getattr(bench.world, part), method)
    release = await driver.start()
    await driver.approve(release)
    await pause.reached()
    await driver.releases.cancel(release, "alice", "not today")
    pause.end()
    status = await driver.until_ended(release)

    assert (status["state"], status["error"]["code"]) == ("cancelled", "cancelled")
    assert status["error"]["sentence"].startswith("alice cancelled this release: not today. ")
    assert public in status["error"]["sentence"]
    assert "1.2.0 stays taken" in status["error"]["sentence"]
    assert status["public"]
    removing = {"delete_branch", "delete_draft"}
    assert [effect for effect in bench.world.effects() if effect[1] in removing] == []
    assert BRANCH in bench.world.history.branches
    assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
    assert bench.rows("SELECT * FROM locks") == []
    assert [post.text for post in bench.world.chat.posts] == []


@pytest.mark.parametrize(
    ("part", "method", "when", "waits_for"),
    [
        ("pypi", "files", "before", "The fake lost the answer to files."),
        ("code_host", "tag", "before", "The fake lost the answer to tag."),
        ("code_host", "delete_branch", "before", "The fake lost the answer to delete_branch."),
        ("code_host", "delete_branch", "after", "The fake lost the answer to delete_branch."),
    ],
)
async def test_a_destination_that_does_not_answer_is_asked_again(
    bench: Bench, driver: Driver, part: str, method: str, when: Moment, waits_for: str
) -> None:
    """Nothing is guessed, and nothing happens twice."""
    release = await driver.start()
    await driver.until_asked(release)
    getattr(bench.world, part).fail_next(method, when=when)
    await driver.releases.cancel(release, "alice", "not today")
    status = await driver.until_status(release, lambda now: bool(now["waits_for"]))
    assert (status["state"], status["waits_for"]) == ("waiting", waits_for)
    assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
    driver.later(60)

    check_gone(bench, await driver.until_ended(release))
    assert bench.effects()[("github", "delete_branch")] == 1


async def test_a_clean_up_that_failed_can_be_retried(bench: Bench, driver: Driver) -> None:
    """Somebody moved our branch in that very moment; put back, it is removed."""
    release = await driver.start()
    await driver.until_asked(release)
    conflict = errors.Conflict("The branch is elsewhere.", "Look at it.")
    bench.world.code_host.fail_next("delete_branch", error=conflict)
    status = await cancelled(driver, release)
    assert (status["state"], status["error"]["code"]) == ("failed", "conflict")
    await driver.releases.retry(release, "alice")

    check_gone(bench, await driver.until(release, "cancelled"))


async def test_a_second_cancel_ends_a_release_whose_clean_up_failed(
    bench: Bench, driver: Driver
) -> None:
    """Nothing more is tried; the version stays taken, for nobody knows what is public."""
    release = await driver.start()
    await driver.until_asked(release)
    conflict = errors.Conflict("The branch is elsewhere.", "Look at it.")
    bench.world.code_host.fail_next("delete_branch", error=conflict)
    assert (await cancelled(driver, release))["state"] == "failed"
    await driver.releases.cancel(release, "bob", "leave it")
    status = await driver.releases.status(release)

    assert (status["state"], status["error"]["code"]) == ("cancelled", "cancelled")
    assert status["error"]["sentence"] == (
        "alice cancelled this release: not today. bob ended it without its clean-up, so what it "
        "made is still there, and 1.2.0 stays taken."
    )
    assert status["finished"]
    assert BRANCH in bench.world.history.branches
    assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
    assert bench.rows("SELECT * FROM locks") == []
    *_, order, end = await driver.releases.audit(release)
    assert (order["actor"], order["action"], order["data"]) == (
        "bob",
        "cancelled",
        {"reason": "leave it"},
    )
    assert (end["action"], end["data"]["how"]) == ("ended", "left")
    with pytest.raises(errors.Refused, match="nothing to retry"):
        await driver.releases.retry(release, "alice")


async def test_a_rejected_release_leaves_nothing_behind(bench: Bench, driver: Driver) -> None:
    """It ends with what was said, after the same clean-up."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob", "reject")
    status = await driver.until_ended(release)

    assert (status["state"], status["error"]["code"]) == ("cancelled", "rejected")
    assert BRANCH not in bench.world.history.branches
    assert bench.rows("SELECT * FROM locks") == bench.rows("SELECT * FROM versions") == []


async def test_a_cancel_outlives_a_restart_while_it_waits(bench: Bench) -> None:
    """The clean-up is a segment like any other."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
        bench.world.code_host.fail_next("delete_branch", when="after")
        await driver.releases.cancel(release, "alice", "not today")
        await driver.until(release, "waiting")
    bench.clock.advance(60)
    async with bench.running() as driver:
        status = await driver.until_ended(release)

    check_gone(bench, status)
    assert bench.effects()[("github", "delete_branch")] == 1


@pytest.mark.parametrize(
    ("part", "method"), [("builder", "build"), ("code_host", "set_branch"), ("chat", "find")]
)
def test_a_cancel_outlives_the_death_of_what_was_at_work(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, part: str, method: str
) -> None:
    """What was cut off is not begun again, and what it may have made is looked for."""
    monkeypatch.setattr(engine, "GRACE_SECONDS", 0)

    async def cancelled_in_the_middle() -> str:
        pause = Pause(monkeypatch, getattr(bench.world, part), method)
        async with bench.running() as driver:
            release = await driver.start()
            if part == "chat":
                await driver.approve(release)
            await pause.reached()
            await driver.releases.cancel(release, "alice", "not today")
        return release

    async def resumed(release: str) -> Json:
        async with bench.running() as driver:
            return await driver.until_ended(release)

    release = asyncio.run(cancelled_in_the_middle())
    before: Effects = bench.world.effects()
    status = asyncio.run(resumed(release))

    assert (status["state"], status["error"]["code"]) == ("cancelled", "cancelled")
    assert [e for e in bench.world.effects() if e not in before and e[1] != "delete_branch"] == []
    assert (BRANCH in bench.world.history.branches) == (part == "chat")
    assert bench.rows("SELECT * FROM locks") == []
