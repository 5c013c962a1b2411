"""Housekeeping: much is removed of what ended long ago, nothing of what may still go on."""

import asyncio
import datetime as dt
import os
from dataclasses import replace

import pytest
from dbos import DBOS

from bot import errors
from bot.domain.records.retention import Limits
from bot.releases.storage.question_rows import question_id
from bot.releases.watching import housekeeping
from tests.durable.driving import WHOLE_RELEASE, Bench, Driver
from tests.durable.interruptions import Pause

YEAR = 365 * 24 * 3600.0
LIMITS = Limits(newest=1)
STRICT = replace(LIMITS, artifacts_bytes=0)


def age_artifacts(bench: Bench) -> None:
    """As if everything in the store had been built long before all of this."""
    for folder in (bench.folder.parent / "artifacts").iterdir():
        os.utime(folder, (1_000_000_000, 1_000_000_000))


def many_ended(bench: Bench, release: str, count: int) -> None:
    """Copies of a release that is done, which ended years before it."""
    for number in range(count):
        old = f"old{number:09}"
        ended = f"2020-{1 + number % 12:02}-{1 + number // 12:02}T00:00:00.000Z"
        fresh = {"version": f"0.{number}.0", "created": ended, "finished": ended}
        copied(bench, "releases", "id", release, {"id": old, **fresh})
        for table in ("segments", "stages", "ledger"):
            copied(bench, table, "release", release, {"release": old})
        versions = {"release": old, "version": fresh["version"]}
        copied(bench, "versions", "release", release, versions)
        question = {"release": old, "id": f"{old}:publish:1"}
        copied(bench, "questions", "release", release, question)
        votes = {"question": question["id"]}
        copied(bench, "votes", "question", question_id(release, "publish", 1), votes)


def copied(bench: Bench, table: str, key: str, value: str, changed: dict[str, str]) -> None:
    """Copy the rows of a table that belong to something, with other values in them."""
    names = [row[1] for row in bench.rows(f"PRAGMA table_info({table})")]
    chosen = ", ".join("?" if name in changed else f'"{name}"' for name in names)
    values = [changed[name] for name in names if name in changed]
    sql = f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE {key} = ?"  # noqa: S608  # names of ours
    bench.rows(sql, *values, value)


def left(bench: Bench) -> dict[str, int]:
    """How many rows there are of those copies, by table."""
    columns = dict.fromkeys(("segments", "stages", "ledger", "versions", "questions"), "release")
    columns |= {"releases": "id", "votes": "question"}
    return {
        table: bench.rows(f"SELECT count(*) FROM {table} WHERE {column} LIKE 'old%'")[0][0]  # noqa: S608  # names of ours
        for table, column in columns.items()
    }


async def workflows() -> set[str]:
    """The releases of which the engine knows."""
    known = await DBOS.list_workflows_async(load_input=False, load_output=False)
    return {each.workflow_id.split(":")[1] for each in known}


async def test_many_ended_releases_go_and_the_open_one_stays(
    bench: Bench, driver: Driver, released: str
) -> None:
    """Every row of them but those of the audit, which tells that they went."""
    many_ended(bench, released, 150)
    release = await driver.start("2.0.0", delivery="2")
    await driver.until_asked(release)
    before = await driver.releases.status(release)
    rows = bench.rows("SELECT count(*) FROM audit")[0][0]

    await driver.releases.tidy(LIMITS)
    assert left(bench)["releases"] == 50
    assert left(bench)["votes"] == 100
    await driver.releases.tidy(LIMITS)

    assert set(left(bench).values()) == {0}
    assert bench.rows("SELECT count(*) FROM audit") == [(rows + 150,)]
    assert await driver.releases.first_altered_audit_row() is None
    assert await driver.releases.status(release) == before
    await driver.approve(release)
    assert (await driver.until_ended(release))["state"] == "done"


async def test_the_newest_ended_release_keeps_everything(
    bench: Bench, driver: Driver, released: str
) -> None:
    """But what the engine wrote down of its steps, which nobody will ask for."""
    age_artifacts(bench)
    before = await driver.releases.status(released)
    assert released in await workflows()
    driver.later(10 * YEAR)
    await driver.releases.tidy(STRICT)

    assert await driver.releases.status(released) == before
    assert len(bench.world.artifacts.stored()) == 4
    assert await workflows() == set()


async def test_a_status_outlives_its_artifacts_and_a_retry_says_so(
    bench: Bench, driver: Driver, released: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What has vanished since cannot be brought back, for the files went for their age."""
    caplog.set_level("INFO")
    bench.rows(
        "INSERT INTO releases (id, project, bump, allow_empty, requester, state, created, finished,"
        " busy) VALUES ('newer', 'greeter', 'minor', 0, 'alice', 'failed', ?, ?, 0)",
        *("2026-09-01T00:00:00.000Z", "2026-09-01T00:00:00.000Z"),
    )
    age_artifacts(bench)
    before = await driver.releases.status(released)
    driver.later(YEAR)
    await driver.releases.tidy(LIMITS)

    assert bench.world.artifacts.stored() == ()
    assert sum("older than 180 days" in record.message for record in caplog.records) == 4
    assert await driver.releases.status(released) == before
    bench.world.chat.posts.clear()
    with pytest.raises(errors.BadArtifact) as caught:
        await driver.releases.retry(released, "alice")
    assert caught.value.reason == "artifacts_gone"
    assert (await driver.releases.status(released))["state"] == "done"


async def test_a_retry_long_after_needs_nothing_of_the_engine(
    bench: Bench, driver: Driver, released: str
) -> None:
    """The next attempt is another workflow."""
    driver.later(YEAR)
    await driver.releases.tidy(LIMITS)
    assert await workflows() == set()
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    status = await driver.retried(released)

    assert (status["state"], bench.world.chat.count("post")) == ("done", 1)


async def test_a_release_that_was_started_again_is_open(
    bench: Bench, driver: Driver, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has ended once, and needs its files again."""
    bench.world.chat.posts.clear()
    bench.world.chat.effects.clear()
    pause = Pause(monkeypatch, bench.world.chat, "post")
    driver.later(10 * YEAR)
    age_artifacts(bench)
    many_ended(bench, released, 1)
    bench.rows("UPDATE releases SET finished = '2099-01-01T00:00:00.000Z' WHERE id LIKE 'old%'")
    await driver.releases.retry(released, "alice")
    await pause.reached()
    await driver.releases.tidy(STRICT)
    pause.end()
    status = await driver.until_ended(released)

    assert (status["state"], len(bench.world.artifacts.stored())) == ("done", 4)


async def test_a_release_in_flight_is_not_disturbed(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Round after round while it works, with the strictest limits and files that look old."""
    pause = Pause(monkeypatch, bench.world.pypi, "upload")
    release = await driver.start()
    await driver.approve(release)
    await pause.reached()
    age_artifacts(bench)
    nothing = dt.timedelta()
    strictest = replace(STRICT, artifacts=nothing, logs=nothing, releases=nothing)
    await driver.releases.tidy(strictest)
    pause.end()
    while (await driver.releases.status(release))["state"] not in ("done", "failed"):
        await driver.releases.tidy(strictest)

    assert (await driver.releases.status(release))["state"] == "done"
    assert bench.effects() == WHOLE_RELEASE


async def test_a_round_that_broke_off_is_finished_by_the_next(
    bench: Bench, driver: Driver, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the artifacts and half of the engine's record."""
    many_ended(bench, released, 3)
    driver.later(10 * YEAR)
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    delete = DBOS.delete_workflows_async
    calls: list[int] = []

    async def breaking(ids: list[str]) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        await delete(ids)

    monkeypatch.setattr(DBOS, "delete_workflows_async", breaking)
    with pytest.raises(RuntimeError):
        await driver.releases.tidy(LIMITS)
    await driver.releases.tidy(LIMITS)

    assert await workflows() == set()
    assert bench.rows("SELECT id FROM releases") == [(released,)]


async def test_the_engine_forgets_page_by_page(
    driver: Driver, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What must stay does not hide what comes after it."""
    release = await driver.start("2.0.0", delivery="2")
    await driver.until_asked(release)
    monkeypatch.setattr(housekeeping, "PAGE", 3)
    driver.later(40 * 24 * 3600)
    bench_ids = await workflows()
    await driver.releases.tidy(LIMITS)

    assert bench_ids == {released, release}
    assert await workflows() == {release}


async def test_orphans_of_the_engine_go(bench: Bench, driver: Driver, released: str) -> None:
    """The release was forgotten while the engine's limit was the longer one."""
    many_ended(bench, released, 1)
    limits = replace(LIMITS, logs=dt.timedelta(days=4000))
    bench.rows("UPDATE releases SET finished = '2099-01-01T00:00:00.000Z' WHERE id LIKE 'old%'")
    driver.later(3 * YEAR)
    await driver.releases.tidy(limits)
    assert bench.rows("SELECT id FROM releases") == [("old000000000",)]
    await driver.releases.tidy(limits)

    assert await workflows() == set()


async def test_votes_are_taken_during_a_round(bench: Bench, driver: Driver, released: str) -> None:
    """Nobody waits for housekeeping."""
    many_ended(bench, released, 60)
    release = await driver.start("2.0.0", delivery="2")
    question = await driver.until_asked(release)
    async with asyncio.TaskGroup() as group:
        group.create_task(driver.releases.tidy(LIMITS))
        group.create_task(driver.vote(question["id"], "bob"))
        group.create_task(driver.vote(question["id"], "carol"))

    assert (await driver.until_ended(release))["state"] == "done"
