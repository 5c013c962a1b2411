"""Reviewing: what the operator changes while people are asked makes the question void, visibly."""

import json

import pytest

from bot import errors
from bot.domain.approvals.policy import MinimumVotes, NotTheRequester, Terms
from bot.releases.service import DurableReleases
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver, open_questions

ONE = Terms(policy=NotTheRequester(MinimumVotes(1, "approver")))
CHANGED = "The operator's settings changed: the approval to publish."
RELEASER = Terms(policy=MinimumVotes(1, "releaser"))


def _told(bench: Bench, action: str) -> list[object]:
    rows = bench.rows("SELECT data FROM audit WHERE action = ? ORDER BY number", action)
    return [json.loads(data) for (data,) in rows]


async def test_settings_that_changed_while_the_bot_was_off_are_asked_about_anew(
    bench: Bench,
) -> None:
    """The old question is void with the reason, and the new one has the new terms."""
    async with bench.running() as driver:
        release = await driver.start()
        old = await driver.until_asked(release)
        await driver.vote(old["id"], "bob")
    bench.terms = ONE
    async with bench.running() as driver:
        new = await driver.until_asked(release)
        assert (new["id"] != old["id"], new["needed"], new["votes"]) == (True, 1, [])
        with pytest.raises(errors.Refused) as caught:
            await driver.vote(old["id"], "carol")
        assert (caught.value.reason, caught.value.sentence) == ("digest_changed", CHANGED)
        await driver.vote(new["id"], "carol")
        status = await driver.until_ended(release)

    assert (status["state"], status["version"]) == ("done", "1.2.0")
    first = status["questions"][0]
    assert (first["state"], first["why"]) == ("void", CHANGED)
    assert bench.effects() >= WHOLE_RELEASE


async def test_who_only_looks_changes_nothing(bench: Bench) -> None:
    """With settings of another day, `releasebot list` must not void what people are asked."""
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
    project = bench.world.project(ONE)
    looking = DurableReleases(
        bench.folder, {"greeter": project}, lambda: dict(bench.roles), bench.clock, works=False
    )
    before = bench.rows("SELECT number FROM audit")
    async with looking as releases:
        [seen] = (await releases.status(release))["questions"]
        assert (seen["id"], seen["state"]) == (question["id"], "open")

        assert bench.rows("SELECT number FROM audit") == before
        with pytest.raises(errors.Refused, match="settings changed"):
            await Driver(releases, bench.clock).vote(question["id"], "bob")


async def test_a_vote_finds_settings_that_changed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vote is refused with the reason, what it found stays recorded, people are asked anew."""
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        project = bench.world.project(ONE)
        monkeypatch.setitem(driver.releases._projects, "greeter", project)
        with pytest.raises(errors.Refused) as caught:
            await driver.vote(question["id"], "bob")
        assert (caught.value.reason, caught.value.sentence) == ("digest_changed", CHANGED)
        await driver.until_status(
            release, lambda now: bool(open_questions(now)) and len(now["questions"]) == 2
        )

    assert bench.rows("SELECT * FROM votes") == []
    assert [each["why"] for each in _told(bench, "revised")] == [CHANGED]  # type: ignore[index]  # JSON


async def test_settings_that_change_halfway_stop_a_release_that_is_public(bench: Bench) -> None:
    """It cannot be planned anew; put back, they let it go on."""
    bench.others["announce"] = RELEASER
    async with bench.running() as driver:
        release = await driver.start()
        await driver.approve(release)
        await driver.until_status(
            release, lambda now: any(q["kind"] == "announce" for q in now["questions"])
        )
    bench.others["announce"] = ONE
    async with bench.running() as driver:
        status = await driver.until_ended(release)
        assert (status["state"], status["error"]["code"]) == ("failed", "digest_changed")
        assert status["error"]["sentence"].endswith("changed: the approval to announce.")
        assert status["questions"][-1]["state"] == "void"
    bench.others["announce"] = RELEASER
    async with bench.running() as driver:
        await driver.releases.retry(release, "alice")
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "alice")
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_a_vote_whose_role_was_withdrawn_is_void_and_may_be_given_anew(
    bench: Bench,
) -> None:
    """Only the votes of those who may vote now are counted; the audit tells what became of it."""
    approvers = bench.roles["approver"]
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "bob")
        bench.roles["approver"] = approvers - {"bob"}
        status = await driver.releases.status(release)
        assert status["questions"][0]["counted"] == []
        assert (await driver.vote(question["id"], "carol")).state == "open"
        bench.roles["approver"] = approvers
        assert (await driver.vote(question["id"], "bob")).state == "approved"
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert _told(bench, "vote_void") == [{"question": question["id"], "person": "bob"}]


async def test_a_role_that_somebody_got_may_decide(bench: Bench) -> None:
    """Both have voted, so nobody would ever click again."""
    bench.terms = Terms(policy=MinimumVotes(2, "security"))
    bench.roles["security"] = frozenset({"bob"})
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
        await driver.vote(question["id"], "bob")
    bench.rows(
        "INSERT INTO votes (question, person, answer, time, reason, account)"
        " VALUES (?, 'carol', 'approve', ?, '', '')",
        question["id"],
        bench.clock.now(),
    )
    bench.roles["security"] = frozenset({"bob", "carol"})
    async with bench.running() as driver:
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_a_project_that_is_gone_disturbs_nobody(bench: Bench) -> None:
    """Its releases wait; the bot starts."""
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
    bench.rows("UPDATE releases SET plan = json_set(plan, '$.project', 'gone')")
    async with bench.running() as driver:
        assert (await driver.until_asked(release))["id"] == question["id"]
