"""Votes through the service: who counts, once each, and what the decision sets off."""

import asyncio

import pytest

from bot import errors
from bot.domain.approvals.policy import AllOf, AnyOf, MinimumVotes, NotTheRequester, Policy, Terms
from bot.domain.conversation import commands
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import before_stage

TWO = NotTheRequester(MinimumVotes(2, "approver"))
SECURITY = MinimumVotes(1, "security")


@pytest.mark.parametrize(
    ("policy", "votes"),
    [
        (MinimumVotes(1, "approver"), {"bob": "approved"}),
        (MinimumVotes(1, "approver"), {"alice": "approved"}),  # her own, where that is allowed
        (TWO, {"bob": "open", "carol": "approved"}),
        (AllOf((TWO, SECURITY)), {"bob": "open", "carol": "open", "dave": "approved"}),
        (AllOf((MinimumVotes(1, "approver"), SECURITY)), {"dave": "open", "bob": "approved"}),
        (AnyOf((TWO, SECURITY)), {"bob": "open", "dave": "approved"}),
        (AnyOf((TWO, SECURITY)), {"carol": "open", "bob": "approved"}),
    ],
    ids=str,
)
async def test_the_policy_decides(bench: Bench, policy: Policy, votes: dict[str, str]) -> None:
    """Policies combine; the vote that satisfies them starts the rest of the release."""
    bench.roles["security"] = frozenset({"dave"})
    bench.terms = Terms(policy=policy)
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        states = {person: (await driver.vote(question["id"], person)).state for person in votes}
        status = await driver.until_ended(release)

    assert states == votes
    assert status["state"] == "done"
    counted = {vote["person"] for vote in status["questions"][0]["votes"]}
    assert counted == set(votes)


@pytest.mark.parametrize(
    ("voters", "code", "who"),
    [
        (["alice"], "own_release", "bob or carol"),
        (["mallory"], "not_allowed", "bob or carol"),
        (["bob", "bob"], "already_voted", ""),
        (["bob", "carol", "carol"], "question_closed", ""),
    ],
)
async def test_a_vote_that_must_not_count_is_refused(
    bench: Bench, driver: Driver, voters: list[str], code: str, who: str
) -> None:
    """Not the requester, not a stranger, not twice, not afterwards; nothing of it is stored."""
    question = await driver.until_asked(await driver.start())
    *counted, refused = voters
    for person in counted:
        await driver.vote(question["id"], person)
    with pytest.raises(errors.Refused) as caught:
        await driver.vote(question["id"], refused)

    assert caught.value.reason == code
    assert who in caught.value.next_step
    assert bench.rows("SELECT person FROM votes ORDER BY person") == [(p,) for p in counted]


async def test_of_two_who_read_that_nothing_is_decided_nobody_decides(
    bench: Bench, driver: Driver
) -> None:
    """Both opened the question at 0 of 2 and click at once: the second is told, and not counted."""
    question = await driver.until_asked(await driver.start())
    votes = (
        commands.CastVote(
            question=question["id"], person=person, answer="approve", may_decide=False
        )
        for person in ("bob", "carol")
    )
    answers = await asyncio.gather(*map(driver.releases.vote, votes), return_exceptions=True)

    refused = [each for each in answers if isinstance(each, errors.Refused)]
    assert [each.reason for each in refused] == ["last_vote"]
    assert len(bench.rows("SELECT person FROM votes")) == 1
    assert bench.public() == []


async def test_one_person_with_two_accounts_counts_once(bench: Bench, driver: Driver) -> None:
    """It is the person that votes, whatever door the vote came through."""
    question = await driver.until_asked(await driver.start())
    vote = commands.CastVote(question=question["id"], person="bob", answer="approve", account="a:1")
    await driver.releases.vote(vote)
    with pytest.raises(errors.Refused, match="already voted"):
        await driver.vote(question["id"], "bob")

    assert bench.public() == []


async def test_a_rejection_stops_the_release_and_frees_what_it_held(
    bench: Bench, driver: Driver
) -> None:
    """The reason is told, nothing is public, branch and version can be released anew."""
    release = await driver.start()
    question = await driver.until_asked(release)
    tally = await driver.vote(question["id"], "bob", "reject")
    status = await driver.until_ended(release)

    assert (tally.state, status["state"]) == ("rejected", "cancelled")
    assert status["error"]["code"] == "rejected"
    assert status["error"]["sentence"] == "bob rejected this release: because."
    assert bench.public() == []
    again = await driver.start(delivery="2")
    await driver.approve(again)
    assert (await driver.until_ended(again))["version"] == "1.2.0"


async def test_a_changed_release_cannot_be_voted_on(bench: Bench, driver: Driver) -> None:
    """What people see is not what would be released, so their vote must not count."""
    question = await driver.until_asked(await driver.start())
    bench.rows("UPDATE releases SET plan = json_set(plan, '$.notes', 'something else')")
    with pytest.raises(errors.Refused) as caught:
        await driver.vote(question["id"], "bob")

    assert caught.value.reason == "digest_changed"
    assert bench.rows("SELECT * FROM votes") == []


async def test_a_role_withdrawn_after_the_vote_voids_it(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published, and a retry asks those who are left."""

    def withdraw() -> None:
        bench.roles["approver"] = frozenset({"alice", "bob", "dave"})

    before_stage(monkeypatch, "publish_testpypi", withdraw)
    status = await driver.released()

    assert (status["state"], status["error"]["code"]) == ("failed", "not_allowed")
    assert bench.public() == []
    await driver.releases.retry(status["release"], "alice")
    question = await driver.until_asked(status["release"])
    assert question["awaits"] == ["bob", "dave"]
    for person in question["awaits"]:
        await driver.vote(question["id"], person)
    status = await driver.until_ended(status["release"])
    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert [q["state"] for q in status["questions"]] == ["void", "approved"]
    assert status["questions"][0]["why"].startswith("Somebody who approved no longer has the role")


async def test_a_rejection_of_what_is_half_public_keeps_the_version(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second question came too late to take everything back: only forward is offered."""
    before_stage(monkeypatch, "land_release_commit", lambda: bench.roles.pop("approver"))
    status = await driver.released()
    assert status["error"]["code"] == "not_allowed"
    bench.roles["approver"] = frozenset({"bob"})
    await driver.releases.retry(status["release"], "alice")
    question = await driver.until_asked(status["release"])
    await driver.vote(question["id"], "bob", "reject")

    assert (await driver.releases.status(status["release"]))["state"] == "failed"
    assert bench.rows("SELECT branch FROM locks") == [("main",)]
    assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
    await driver.releases.retry(status["release"], "alice")
    again = await driver.until_asked(status["release"])
    assert again["id"] != question["id"]
