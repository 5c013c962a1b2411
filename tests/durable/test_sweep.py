"""The sweep: what is decided is started, once; what broke off is told."""

import asyncio

import pytest
from dbos import SetWorkflowID

from bot.domain.approvals.approval import Vote
from bot.releases.controls import voting
from bot.releases.running.steps import ReleaseSteps
from bot.releases.storage.database import Database
from bot.releases.storage.segment_rows import DueSegment
from bot.releases.watching import sweep
from bot.releases.watching.sweep import Sweep
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver


async def test_what_was_decided_before_a_crash_is_started_after_it(bench: Bench) -> None:
    """The vote's transaction was the last thing that happened."""
    async with bench.running() as driver:
        release = await driver.start()
        question = await driver.until_asked(release)
    database = Database(bench.folder / "releasebot.sqlite")
    for person in ("bob", "carol"):
        vote = Vote(person=person, answer="approve", time=bench.clock.now())
        await database.run(voting.cast, question["id"], vote, bench.roles)
    database.close()
    async with bench.running() as driver:
        status = await driver.until_ended(release)

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_a_request_before_a_crash_is_not_forgotten(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request was recorded, and no sweep came any more."""

    async def nothing(_: Sweep) -> None:
        """No round starts anything."""

    with monkeypatch.context() as crashing:
        crashing.setattr(Sweep, "once", nothing)
        async with bench.running() as driver:
            release = await driver.start()
    async with bench.running() as driver:
        await driver.approve(release)
        assert (await driver.until_ended(release))["state"] == "done"


async def test_starting_a_segment_twice_runs_it_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A segment that is started but has not begun yet is found again by the next round."""
    start = Sweep._start

    async def twice(self: Sweep, segment: DueSegment) -> None:
        await asyncio.gather(start(self, segment), start(self, segment))
        await start(self, segment)

    monkeypatch.setattr(Sweep, "_start", twice)
    async with bench.running() as driver:
        status = await driver.released()

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)
    assert bench.rows("SELECT DISTINCT attempt FROM segments") == [(1,)]
    assert bench.rows("SELECT count(*) FROM audit WHERE action = 'asked'") == [(1,)]


async def test_a_segment_that_the_engine_gave_up_is_not_left_running(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect or a full disk in a step of our own ends as a sentence; a retry goes on."""
    begin = ReleaseSteps.begin
    broken = ["publish"]

    async def breaking(
        steps: ReleaseSteps, release: str, segment: str, attempt: int
    ) -> list[list[str]]:
        if segment in broken:
            broken.remove(segment)
            raise RuntimeError("no more room")
        return await begin(steps, release, segment, attempt)

    monkeypatch.setattr(ReleaseSteps, "begin", breaking)
    async with bench.running() as driver:
        status = await driver.released()
        assert (status["state"], status["error"]["code"]) == ("failed", "bug")
        assert status["error"]["sentence"].startswith("The segment publish broke off")
        status = await driver.retried(status["release"])

    assert (status["state"], bench.effects()) == ("done", WHOLE_RELEASE)


async def test_a_segment_that_cannot_start_does_not_hold_up_the_others(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier row of which the engine wants to know nothing."""
    bad = DueSegment(release="0" * 12, name="plan", attempt=1)

    def refusing(workflow_id: str) -> object:
        if workflow_id == bad.workflow_id:
            raise RuntimeError("not this one")
        return SetWorkflowID(workflow_id)

    monkeypatch.setattr(sweep, "SetWorkflowID", refusing)
    bench.rows(
        "INSERT INTO releases (id, project, bump, allow_empty, requester, state, created, busy)"
        " VALUES (?, 'greeter', 'minor', 0, 'alice', 'running', '2026-01-01T00:00:00.000Z', 0)",
        bad.release,
    )
    bench.rows(
        "INSERT INTO segments (release, name, attempt, state, due) VALUES (?, ?, 1, 'due', ?)",
        bad.release,
        bad.name,
        "2026-01-01T00:00:00.000Z",
    )

    assert (await driver.released())["state"] == "done"
