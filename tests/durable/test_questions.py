"""Questions: one before anything is public, one more before the announcement where it is wanted."""

import json

import pytest

from bot import errors
from bot.domain.approvals.policy import AnyOf, MinimumVotes, NotTheRequester, RequesterAlone, Terms
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, open_questions

ONE_RELEASER = Terms(policy=MinimumVotes(1, "releaser"), expires_hours=2)
SOLO = Terms(
    policy=AnyOf((NotTheRequester(MinimumVotes(2, "approver")), RequesterAlone("releaser")))
)


async def _published(bench: Bench, driver: Driver) -> str:
    """A release that asks whether to announce what is published."""
    release = await driver.start()
    await driver.approve(release)
    status = await driver.until_status(
        release, lambda now: any(q["kind"] == "announce" for q in open_questions(now))
    )
    assert status["state"] == "waiting"
    assert WHOLE_RELEASE - bench.effects() == {("chat", "post"): 1}
    return release


async def test_the_announcement_waits_where_the_operator_wants_it(bench: Bench) -> None:
    """With its own terms and the digest that was published."""
    bench.others["announce"] = ONE_RELEASER
    async with bench.running() as driver:
        release = await _published(bench, driver)
        question = await driver.until_asked(release)
        with pytest.raises(errors.Refused, match="bob may not vote"):
            await driver.vote(question["id"], "bob")
        assert (await driver.vote(question["id"], "alice")).state == "approved"
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    first, second = status["questions"]
    assert (first["kind"], second["kind"]) == ("publish", "announce")
    assert first["digest"] == second["digest"]
    assert first["state"] == second["state"] == "approved"


@pytest.mark.parametrize("how", ["reject", "expire"])
async def test_an_announcement_that_is_not_approved_stays_out(bench: Bench, how: str) -> None:
    """What is published stays; a retry asks once more."""
    bench.others["announce"] = ONE_RELEASER
    async with bench.running() as driver:
        release = await _published(bench, driver)
        question = await driver.until_asked(release)
        if how == "reject":
            await driver.vote(question["id"], "alice", "reject")
        driver.later(3 * 3600)
        status = await driver.until_ended(release)
        assert (status["state"], status["error"]["next"][:19]) == ("failed", "Retry to ask again ")
        assert status["error"]["next"].endswith(", or end without it: skip announce REASON.")
        if how == "reject":
            assert status["error"]["sentence"].startswith("alice rejected the announcement")
        assert bench.rows("SELECT version FROM versions") == [("1.2.0",)]
        await driver.releases.retry(release, "alice")
        again = await driver.until_asked(release)
        assert (again["kind"], again["id"] != question["id"]) == ("announce", True)
        await driver.vote(again["id"], "alice")
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


@pytest.mark.parametrize("when", ["before it is asked", "while it is asked", "after a no"])
async def test_an_announcement_that_somebody_skips_needs_no_approval(
    bench: Bench, when: str
) -> None:
    """The release is done without it, without another word from anybody."""
    bench.others["announce"] = ONE_RELEASER
    async with bench.running() as driver:
        if when == "before it is asked":
            release = await driver.start()
            await driver.until_asked(release)
            await driver.releases.skip(release, "announce", "bob", "not now")
            await driver.approve(release)
        else:
            release = await _published(bench, driver)
            if when == "after a no":
                question = await driver.until_asked(release)
                await driver.vote(question["id"], "alice", "reject")
                assert (await driver.until_ended(release))["state"] == "failed"
            await driver.releases.skip(release, "announce", "bob", "not now")
        status = await driver.until_status(release, lambda now: now["state"] == "done")

    assert WHOLE_RELEASE - bench.effects() == {("chat", "post"): 1}
    assert [(r["key"], r["state"]) for r in status["ledger"] if r["stage"] == "announce"] == [
        ("announce", "skipped")
    ]
    assert open_questions(status) == []


async def test_the_requester_alone_types_the_version(bench: Bench) -> None:
    """A click is not enough; the audit says that nobody else looked."""
    bench.terms = SOLO
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        assert (question["solo"], question["last_vote"], question["needed"]) == (True, False, 2)
        for typed in ("", "1.2", "v1.2.0"):
            with pytest.raises(errors.Refused) as caught:
                await driver.vote(question["id"], "alice", typed=typed)
            assert caught.value.reason == "type_the_version"
            assert caught.value.next_step.endswith("approve 1.2.0")
        assert (await driver.vote(question["id"], "alice", typed="1.2.0")).state == "approved"
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert status["questions"][0]["why"].startswith("This was confirmed by alice alone")
    [(data,)] = bench.rows("SELECT data FROM audit WHERE action = 'approve'")
    assert json.loads(data)["solo"] is True


async def test_others_may_approve_where_the_requester_could_alone(bench: Bench) -> None:
    """By clicks, as many as the policy asks for; that is no confirmation by one."""
    bench.terms = SOLO
    async with bench.running() as driver:
        status = await driver.released()

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    rows = bench.rows("SELECT data FROM audit WHERE action = 'approve'")
    assert [json.loads(data)["solo"] for (data,) in rows] == [False, False]
