"""Expiry: two reminders, then the end; also over restarts."""

import json
from typing import Any

import pytest

from bot import errors
from tests.durable.driving import Bench, Driver

DAY = 24 * 3600


def _reminders(bench: Bench) -> list[dict[str, Any]]:
    rows = bench.rows("SELECT data FROM audit WHERE action = 'reminded' ORDER BY number")
    return [json.loads(data) for (data,) in rows]


async def _until_reminded(driver: Driver, release: str, count: int) -> None:
    await driver.until_status(release, lambda now: now["questions"][0]["reminders"] == count)


async def test_those_who_are_awaited_are_reminded_twice(bench: Bench, driver: Driver) -> None:
    """At half and at nine tenths of the question's life; never those who have voted."""
    release = await driver.start()
    question = await driver.until_asked(release)
    driver.later(DAY / 2 - 1)
    await driver.vote(question["id"], "bob")
    assert _reminders(bench) == []
    driver.later(1)
    await _until_reminded(driver, release, 1)
    driver.later(DAY * 0.4)
    await _until_reminded(driver, release, 2)
    driver.later(DAY * 0.05)
    assert (await driver.until_asked(release))["id"] == question["id"]

    half, most = _reminders(bench)
    assert half == {
        "question": question["id"],
        "awaits": ["carol"],
        "expires": question["expires"],
        "part": "half",
    }
    assert most == {**half, "part": "most"}


async def test_no_reminder_is_sent_twice_over_restarts(bench: Bench) -> None:
    """What was recorded before the bot went down is known after it."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
        driver.later(DAY / 2)
        await _until_reminded(driver, release, 1)
    async with bench.running() as driver:
        driver.later(60)
        await driver.until_asked(release)
    async with bench.running() as driver:
        driver.later(DAY * 0.4)
        await _until_reminded(driver, release, 2)

    assert [each["part"] for each in _reminders(bench)] == ["half", "most"]


async def test_a_bot_that_was_down_for_both_reminds_once(bench: Bench) -> None:
    """Nobody wants to hear it twice in a minute."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
    bench.clock.advance(DAY * 0.95)
    async with bench.running() as driver:
        await _until_reminded(driver, release, 2)

    assert [each["part"] for each in _reminders(bench)] == ["most"]


async def test_a_question_that_nobody_answers_expires(bench: Bench, driver: Driver) -> None:
    """After a day the release ends by itself, and late clicks are told so."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob")
    driver.later(DAY - 1)
    assert (await driver.releases.status(release))["state"] == "waiting"
    driver.later(1)
    status = await driver.until_ended(release)

    assert (status["state"], status["error"]["code"]) == ("cancelled", "expired")
    assert status["questions"][0]["why"].startswith("This expired at 5 March, 05:06 UTC")
    with pytest.raises(errors.Refused, match="This expired at") as caught:
        await driver.vote(question["id"], "carol")
    assert caught.value.reason == "expired"
    assert bench.public() == []
    assert bench.rows("SELECT * FROM locks") == bench.rows("SELECT * FROM versions") == []


async def test_a_click_after_the_last_moment_is_late_even_before_the_sweep(
    bench: Bench, driver: Driver
) -> None:
    """The vote is judged by its own time, not by when somebody looks."""
    question = await driver.until_asked(await driver.start())
    bench.clock.advance(DAY)
    with pytest.raises(errors.Refused) as caught:
        await driver.vote(question["id"], "bob")

    assert caught.value.reason == "expired"


async def test_a_question_expires_while_the_bot_is_off(bench: Bench) -> None:
    """A restart neither extends nor forgets the time."""
    async with bench.running() as driver:
        release = await driver.start()
        await driver.until_asked(release)
    bench.clock.advance(DAY)
    async with bench.running() as driver:
        status = await driver.until_ended(release)

    assert status["error"]["code"] == "expired"
    assert _reminders(bench) == []
