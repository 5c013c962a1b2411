"""Telling how one release stands must not cost more where many others have been before.

Status, thread and the list of the newest releases, as a live message needs them, with 1,000 other
releases in the database against 10. Prints a table; exits 1 above the allowed ratio.
"""

import asyncio
import dataclasses
import statistics
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from bot.domain import moments
from bot.domain.approvals.approval import Question
from bot.domain.conversation import commands
from bot.domain.records import ledger
from bot.releases import audit
from bot.releases.looking import finding, status
from bot.releases.storage import ledger_rows, question_rows, release_rows
from bot.releases.storage.database import Database
from bot.stages import STAGES
from tests.fakes.sample_plan import sample_plan

FEW, MANY = 10, 1_000
AUDITED = 12  # rows of the audit for each release
ALLOWED = 1.5
ROUNDS = 101
ROLES = {"approver": frozenset({"alice", "bob", "carol"})}
NOW = "2026-03-04T05:06:07.000Z"


def add_release(connection: sa.Connection, number: int) -> str:
    """A release that is done, with everything that it leaves behind."""
    command = commands.StartRelease(
        project="greeter", bump="minor", person="alice", delivery=str(number)
    )
    created = moments.later(NOW, -3600 * number)
    release, _ = release_rows.insert_release(connection, command, created)
    version = f"1.{number}.0"
    plan = dataclasses.replace(sample_plan(release), version=version, tag=f"v{version}")
    release_rows.store_plan(connection, plan)
    for stage in STAGES:
        ledger_rows.begin_stage(connection, release, stage, NOW)
        rows = tuple(ledger.done("pypi", f"{stage} {n}", digest="sha256:0") for n in range(3))
        ledger_rows.replace(connection, release, stage, rows)
    question = Question(
        id=question_rows.question_id(release, "publish", 1),
        release=release,
        kind="publish",
        digest="sha256:0",
        terms=plan.terms["publish"],
        asked=NOW,
        expires=NOW,
    )
    question_rows.ask(connection, question, "publish")
    for _ in range(AUDITED):
        audit.append(
            connection, time=NOW, actor="alice", action="approve", release=release, data={}
        )
    release_rows.set_values(connection, release, state="done", finished=NOW)
    release_rows.free_lock(connection, release)
    return release


def told(connection: sa.Connection, release: str) -> None:
    """What a live message is made from."""
    shown = status.of(connection, release, ROLES, NOW)
    thread = audit.rows(connection, release, 0)
    newest = finding.recent(connection, "greeter", 5)
    if (len(shown["ledger"]), len(thread), len(newest)) != (3 * len(STAGES), AUDITED, 5):
        raise SystemExit("the release is not told as it is")


async def filled(path: Path, others: int) -> tuple[Database, str]:
    """A database with so many releases, and one more in their middle that is told."""
    database = Database(path)
    added = [await database.run(add_release, number) for number in range(others + 1)]
    return database, added[others // 2]


async def seconds_to_tell(folder: Path) -> dict[int, list[float]]:
    """How long it takes in either database, in turns, by the number of other releases."""
    databases = {n: await filled(folder / f"{n}.sqlite", n) for n in (FEW, MANY)}
    taken: dict[int, list[float]] = {others: [] for others in databases}
    for _ in range(ROUNDS):
        for others, (database, release) in databases.items():
            started = time.perf_counter()
            await database.run(told, release)
            taken[others].append(time.perf_counter() - started)
    for database, _ in databases.values():
        database.close()
    return taken


def main() -> int:
    """Fill both databases, compare the fastest: these are milliseconds, which anybody disturbs."""
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(seconds_to_tell(Path(folder)))
    ratio = min(taken[MANY]) / min(taken[FEW])
    print(f"{'others':>10} {'median':>10} {'fastest':>10}")
    for others, times in taken.items():
        median = statistics.median(times)
        print(f"{others:>10,} {median * 1000:>8.2f}ms {min(times) * 1000:>8.2f}ms")
    print(f"ratio {ratio:.2f}, allowed {ALLOWED}")
    return int(ratio > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
