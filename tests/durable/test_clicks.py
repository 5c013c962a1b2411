"""Clicks: many at once, late, again and after a restart; each person counts once."""

import asyncio

import pytest

from bot import errors
from bot.domain.approvals.approval import Answer, Tally
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver

CLICKS = 100
DECIDED = "This was approved by bob and carol at 05:06 UTC."


def _votes(bench: Bench) -> list[str]:
    return [person for (person,) in bench.rows("SELECT person FROM votes ORDER BY person")]


async def test_a_hundred_clicks_of_three_persons_are_one_decision(
    bench: Bench, driver: Driver
) -> None:
    """Two votes, one next segment, one of everything outside; every other click is told why."""
    clicks = (["bob", "carol", "alice"] * CLICKS)[:CLICKS]
    release = await driver.start()
    question = await driver.until_asked(release)
    answers = await asyncio.gather(
        *(driver.vote(question["id"], person) for person in clicks), return_exceptions=True
    )
    status = await driver.until_ended(release)

    tallies = [answer for answer in answers if isinstance(answer, Tally)]
    refused = [answer for answer in answers if isinstance(answer, errors.Refused)]
    assert [tally.state for tally in tallies] == ["open", "approved"]
    assert len(refused) == CLICKS - len(tallies)
    assert {error.reason for error in refused} <= {
        "own_release",
        "already_voted",
        "question_closed",
    }
    assert _votes(bench) == ["bob", "carol"]
    assert bench.rows("SELECT attempt FROM segments WHERE name = 'publish'") == [(1,)]
    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


@pytest.mark.parametrize("first", ["approve", "reject"])
async def test_of_yes_and_no_at_once_the_first_one_decides(
    bench: Bench, driver: Driver, first: Answer
) -> None:
    """The other one is told who was first."""
    bench.roles["approver"] = frozenset({"bob", "carol", "dave"})
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "carol")
    second: Answer = "reject" if first == "approve" else "approve"
    decided, late = await asyncio.gather(
        driver.vote(question["id"], "bob", first),
        driver.vote(question["id"], "dave", second),
        return_exceptions=True,
    )
    status = await driver.until_ended(release)

    assert isinstance(decided, Tally)
    assert isinstance(late, errors.Refused)
    by = {"approve": "approved by bob and carol", "reject": "rejected by bob"}[first]
    assert f"This was {by} at" in late.sentence
    assert (late.reason, late.sentence) == ("question_closed", status["questions"][0]["why"])
    assert status["state"] == {"approve": "done", "reject": "cancelled"}[first]


async def test_a_click_after_the_decision_is_told_who_decided(driver: Driver) -> None:
    """Whatever it says, and however often."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.approve(release)
    for person in ("bob", "dave", "alice"):
        with pytest.raises(errors.Refused) as caught:
            await driver.vote(question["id"], person, "reject")
        assert (caught.value.reason, caught.value.sentence) == ("question_closed", DECIDED)
    status = await driver.until_ended(release)

    assert status["state"] == "done"
    assert status["questions"][0]["why"] == DECIDED


async def test_clicks_before_and_after_a_restart_are_one_vote(bench: Bench) -> None:
    """The message and its buttons stay in the channel while the bot is away."""
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "bob")
    async with bench.running() as driver:
        with pytest.raises(errors.Refused, match="bob has already voted: approve, at 05:06 UTC"):
            await driver.vote(question["id"], "bob")
        assert (await driver.vote(question["id"], "carol")).state == "approved"
        status = await driver.until_ended(release)
    async with bench.running() as driver:
        with pytest.raises(errors.Refused, match=DECIDED):
            await driver.vote(question["id"], "carol")

    assert _votes(bench) == ["bob", "carol"]
    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_the_last_click_is_announced(driver: Driver) -> None:
    """The card says beforehand that with the next yes the release ships."""
    release = await driver.start()
    question = await driver.until_asked(release)
    assert (question["last_vote"], question["counted"], question["needed"]) == (False, [], 2)
    await driver.vote(question["id"], "bob")
    question = await driver.until_asked(release)

    assert (question["last_vote"], question["counted"], question["needed"]) == (True, ["bob"], 2)
    assert question["awaits"] == ["carol"]
