"""A busy branch: commits land while people decide; they are told, and nothing is mixed up."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot import errors
from bot.domain.approvals.policy import MinimumVotes, Terms
from bot.domain.plans.plan import Land
from bot.releases.watching import branches
from tests.durable.driving import Bench, Driver, Json, open_questions
from tests.fakes.fake_world import FakeWorld

FORWARD: Land = "fast-forward"
MERGE: Land = "pull-request"


def _short(commit: str) -> str:
    return commit[:12]


async def _asked(driver: Driver) -> Json:
    """The status of a release that is asked about, with bob's approval."""
    release = await driver.start()
    question = await driver.until_asked(release)
    await driver.vote(question["id"], "bob")
    return await driver.releases.status(release)


async def _looked(driver: Driver, release: str) -> Json:
    """The status after a look at the branches."""
    await driver.releases.look_at_branches()
    return await driver.releases.status(release)


@asynccontextmanager
async def _merging(bench: Bench) -> AsyncIterator[Driver]:
    """The engine of a project whose releases land by a pull request."""
    bench.land = MERGE
    async with bench.running() as driver:
        yield driver


async def test_a_branch_that_only_goes_forward_is_planned_anew(
    bench: Bench, driver: Driver
) -> None:
    """By itself, visibly: the votes are void with the reason, the new commit is released."""
    first = await _asked(driver)
    head = bench.world.push("fix: never shout")
    await driver.releases.look_at_branches()
    second = await driver.until_status(first["release"], lambda now: len(now["questions"]) > 1)
    old, new = second["questions"]

    assert (old["state"], new["state"]) == ("void", "open")
    assert old["why"] == (
        f"main moved from {_short(first['commit'])} to {_short(head)} (1 commit: fix: never shout)."
    )
    assert (second["commit"], second["moved"]) == (head, None)
    await driver.approve(first["release"])
    status = await driver.until_ended(first["release"])
    assert status["state"] == "done"
    tagged = bench.world.code_host.tags["v1.2.0"].commit
    assert bench.world.history.commits[tagged].parents == (head,)
    assert bench.world.history.branches["main"] == tagged


async def test_the_branch_is_looked_at_by_itself(bench: Bench) -> None:
    """Nobody has to ask for it."""
    bench.branch_seconds = 0.05
    async with bench.running() as driver:
        first = await _asked(driver)
        bench.world.push()
        await driver.until_status(first["release"], lambda now: len(now["questions"]) > 1)


async def test_people_decide_to_release_without_it(bench: Bench) -> None:
    """The votes stay; it is asked once for a head; in the end the branch has both commits."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        head = bench.world.push("fix: never shout\nsecond line", CHANGES_txt="x")
        moved = (await _looked(driver, first["release"]))["moved"]
        assert (moved["from"], moved["to"], moved["commits"]) == (first["commit"], head, 1)
        assert (moved["choices"], moved["choice"]) == (["without", "with"], "")
        assert "1 commit: fix: never shout" in moved["why"]

        await driver.releases.decide_branch(first["release"], "carol", "without")
        again = await _looked(driver, first["release"])
        assert again["moved"] == moved | {"choice": "without"}
        assert [len(q["votes"]) for q in open_questions(again)] == [1]
        await driver.vote(again["questions"][0]["id"], "carol")
        status = await driver.until_ended(first["release"])

    assert (status["state"], status["error"]) == ("done", None)
    history, tagged = bench.world.history, bench.world.code_host.tags["v1.2.0"].commit
    assert history.commits[tagged].parents == (first["commit"],)
    assert history.commits[history.branches["main"]].parents == (head, tagged)
    rows = bench.rows("SELECT action FROM audit WHERE action IN ('moved', 'branch_decided')")
    assert rows == [("moved",), ("branch_decided",)]


async def test_people_decide_to_plan_again_with_it(bench: Bench) -> None:
    """The votes are void, by name of who decided."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        head = bench.world.push()
        await driver.releases.look_at_branches()
        await driver.releases.decide_branch(first["release"], "carol", "with")
        second = await driver.until_status(first["release"], lambda now: len(now["questions"]) > 1)

    assert second["questions"][0]["state"] == "void"
    assert second["questions"][0]["why"] == ("carol chose to plan it again with main as it is now.")
    assert (second["commit"], second["moved"]) == (head, None)


async def test_a_newer_head_is_asked_about_again(bench: Bench) -> None:
    """And a branch that is back where it was is no matter any more."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        bench.world.push()
        await driver.releases.look_at_branches()
        await driver.releases.decide_branch(first["release"], "carol", "without")
        head = bench.world.push("feat: sing")
        moved = (await _looked(driver, first["release"]))["moved"]
        assert (moved["to"], moved["commits"], moved["choice"]) == (head, 2, "")
        assert "feat: sing" in moved["why"]

        bench.world.history.branches["main"] = first["commit"]
        assert (await _looked(driver, first["release"]))["moved"] is None
        with pytest.raises(errors.Refused) as caught:
            await driver.releases.decide_branch(first["release"], "carol", "without")
        assert caught.value.reason == "branch_not_moved"


async def test_the_last_yes_waits_until_the_branch_is_decided(bench: Bench) -> None:
    """Nobody ships by an approval while it is open what the release takes along."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        bench.world.push("feat: sing")
        status = await _looked(driver, first["release"])
        [question] = open_questions(status)
        waiting = next(name for name in ("bob", "carol") if name in question["awaits"])
        for person in question["awaits"][:-1]:
            await driver.vote(question["id"], person)
        with pytest.raises(errors.Refused, match="main went on") as caught:
            await driver.vote(question["id"], question["awaits"][-1])
        assert caught.value.reason == "branch_undecided"

        await driver.releases.decide_branch(first["release"], waiting, "without")
        await driver.vote(question["id"], question["awaits"][-1])
        assert (await driver.until_ended(first["release"]))["state"] == "done"


def _delete(world: FakeWorld) -> None:
    del world.history.branches["main"]


def _force(world: FakeWorld) -> None:
    first = next(iter(world.history.commits))
    world.history.branches["main"] = world.history.add({"a": b"1"}, first)


@pytest.mark.parametrize("land", [FORWARD, MERGE])
@pytest.mark.parametrize(
    ("happens", "told"),
    [(_delete, "The branch main is gone."), (_force, "main was moved by force: it lacks")],
)
async def test_a_branch_that_lacks_the_commit_is_told(
    bench: Bench, land: Land, happens: Callable[[FakeWorld], None], told: str
) -> None:
    """Row 24 of the bad inputs: only planning again makes sense, and a person decides it."""
    bench.land = land
    async with bench.running() as driver:
        first = await _asked(driver)
        happens(bench.world)
        status = await _looked(driver, first["release"])
        assert status["moved"]["why"].startswith(told)
        assert status["moved"]["choices"] == ["with"]
        [question] = open_questions(status)
        for refused in (
            driver.vote(question["id"], "carol"),
            driver.releases.decide_branch(first["release"], "alice", "without"),
        ):
            with pytest.raises(errors.Refused, match=told) as caught:
                await refused
            assert caught.value.reason == "branch_moved"

        await driver.releases.decide_branch(first["release"], "alice", "with")
        status = await driver.until_status(
            first["release"],
            lambda now: now["state"] == "failed" or bool(open_questions(now)),
        )
        expected = "failed" if happens is _delete else "waiting"
        assert (status["state"], status["questions"][0]["state"]) == (expected, "void")


async def test_a_role_that_somebody_got_does_not_ship_what_the_branch_lacks(bench: Bench) -> None:
    """The votes would be enough now, but only a new plan makes sense; a no is still taken."""
    bench.land = MERGE
    bench.terms = Terms(policy=MinimumVotes(2, "security"))
    bench.roles["security"] = frozenset({"bob"})
    async with bench.running() as driver:
        first = await _asked(driver)
        _force(bench.world)
        await driver.releases.look_at_branches()
    bench.rows(
        "INSERT INTO votes (question, person, answer, time, reason, account)"
        " VALUES (?, 'carol', 'approve', ?, '', '')",
        first["questions"][0]["id"],
        bench.clock.now(),
    )
    bench.roles["security"] = frozenset({"bob", "carol", "dave"})
    async with bench.running() as driver:
        [question] = open_questions(await driver.releases.status(first["release"]))
        assert question["counted"] == ["bob", "carol"]
        tally = await driver.vote(question["id"], "dave", "reject")

    assert tally.state == "rejected"


async def test_silence_is_left_for_the_next_look(bench: Bench, driver: Driver) -> None:
    """Unknown is not moved: the question stays, and so do the votes."""
    first = await _asked(driver)
    bench.world.push()
    bench.world.code_host.fail_next("branch_head")
    bench.world.repository.fail_next("commits_between")
    for _ in range(2):
        assert len((await _looked(driver, first["release"]))["questions"]) == 1
    await driver.releases.look_at_branches()

    await driver.until_status(first["release"], lambda now: len(now["questions"]) > 1)


async def test_a_look_that_hangs_stops_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep goes on, the look is given up, and the engine can be closed meanwhile."""
    bench.branch_seconds = 0.05
    monkeypatch.setattr(branches, "LONGEST_SECONDS", 0.1)
    looked = asyncio.Event()
    branch_head = bench.world.code_host.branch_head

    async def hanging(_branch: str) -> str | None:
        looked.set()
        await asyncio.Event().wait()
        return None

    async with bench.running() as driver:
        first = await _asked(driver)
        monkeypatch.setattr(bench.world.code_host, "branch_head", hanging)
        await looked.wait()
        await driver.releases.look_at_branches()
        monkeypatch.setattr(bench.world.code_host, "branch_head", branch_head)
        await driver.vote(first["questions"][0]["id"], "carol")
        assert (await driver.until_ended(first["release"]))["state"] == "done"


async def test_what_is_approved_is_not_looked_at(bench: Bench, driver: Driver) -> None:
    """From then on the stages themselves look, right before they act."""
    status = await driver.released()
    bench.world.push()

    assert (await _looked(driver, status["release"]))["moved"] is None


async def test_the_decision_survives_a_restart(bench: Bench) -> None:
    """Neither what was seen nor what was decided is asked for again."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        bench.world.push()
        await driver.releases.look_at_branches()
        await driver.releases.decide_branch(first["release"], "carol", "without")
    async with bench.running() as driver:
        status = await _looked(driver, first["release"])
        assert status["moved"]["choice"] == "without"
        await driver.vote(status["questions"][0]["id"], "carol")
        assert (await driver.until_ended(first["release"]))["state"] == "done"


async def test_notes_that_are_edited_tell_what_comes_with_them(bench: Bench) -> None:
    """A new plan is made from the branch as it is, and the text of before lacks what is new."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        bench.world.push("feat: sing\n\nbody")
        await driver.releases.look_at_branches()
        await driver.releases.decide_branch(first["release"], "carol", "without")
        await driver.releases.edit_notes(
            first["release"], "bob", "Better words.", first["notes_digest"]
        )
        second = await driver.until_status(first["release"], lambda now: len(now["questions"]) > 1)

    assert second["questions"][0]["why"] == (
        "bob edited the notes. What is new on main comes with it."
    )
    assert "1 newer change is not in the notes that bob wrote" in " ".join(second["warnings"])
    assert second["notes"] == "Better words."


async def test_an_answer_that_is_none_is_refused(bench: Bench) -> None:
    """With the two that there are."""
    async with _merging(bench) as driver:
        first = await _asked(driver)
        with pytest.raises(errors.BadInput, match="perhaps"):
            await driver.releases.decide_branch(first["release"], "carol", "perhaps")
