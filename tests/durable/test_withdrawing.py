"""Withdrawing: one's own vote, as long as it has decided nothing."""

import pytest

from bot import errors
from tests.durable.driving import Bench, Driver


async def test_a_vote_that_was_taken_back_does_not_count(bench: Bench, driver: Driver) -> None:
    """The person may vote anew, and the audit keeps all of it."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob")
    tally = await driver.releases.withdraw(question["id"], "bob")
    assert (tally.state, tally.counted, tally.awaits) == ("open", (), ("bob", "carol"))
    assert (await driver.vote(question["id"], "carol")).state == "open"
    assert (await driver.vote(question["id"], "bob")).state == "approved"

    told = bench.rows("SELECT actor, action FROM audit WHERE action IN ('approve', 'withdrew')")
    assert told == [
        ("bob", "approve"),
        ("bob", "withdrew"),
        ("carol", "approve"),
        ("bob", "approve"),
    ]


@pytest.mark.parametrize("person", ["carol", "mallory", "\ud800", ""])
async def test_nobody_takes_back_what_is_not_there(driver: Driver, person: str) -> None:
    """Neither the vote of somebody else nor none at all."""
    question = await driver.until_asked(await driver.start())
    await driver.vote(question["id"], "bob")
    with pytest.raises(errors.Refused) as caught:
        await driver.releases.withdraw(question["id"], person)

    assert caught.value.reason == "no_vote"


async def test_a_decision_is_not_taken_back(bench: Bench, driver: Driver) -> None:
    """Whoever is too late is told who decided."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.approve(release)
    with pytest.raises(errors.Refused, match="This was approved by bob and carol") as caught:
        await driver.releases.withdraw(question["id"], "bob")

    assert caught.value.reason == "question_closed"
    assert bench.rows("SELECT count(*) FROM votes") == [(2,)]
    await driver.until_ended(release)
