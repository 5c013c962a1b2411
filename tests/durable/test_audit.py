"""The audit: every decision in order, and no row changed, removed or moved without notice."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.releases import audit
from bot.releases.database import Database
from tests.durable.driving import Bench, Driver

COLUMNS = ["number", "time", "actor", "action", "release", "data", "previous", "hash"]
FORGED = """
    INSERT INTO audit SELECT 6, time, actor, action, release, data, hash, hash
    FROM audit WHERE number = 5
"""
NOW = "2026-03-04T05:06:07.000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of the tests with five rows is."""
    return tmp_path / "releasebot.sqlite"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """A database with five rows of audit."""
    database = Database(path)
    for number in range(1, 6):
        await database.run(
            audit.append,
            time=NOW,
            actor="alice",
            action="spoke",
            release=None if number == 1 else "r1",
            data={"number": number, "text": "“ünïcödé”"},
        )
    yield database
    database.close()


def _tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(f"DROP TRIGGER audit_no_{verb}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def test_the_audit_of_a_release_tells_its_story(bench: Bench, driver: Driver) -> None:
    """Who asked for it, what was planned and asked, who said yes, and that it is done."""
    await driver.released()

    assert await driver.releases.first_altered_audit_row() is None
    assert bench.rows("SELECT number, actor, action FROM audit ORDER BY number") == [
        (1, "alice", "requested"),
        (2, "alice", "planned"),
        (3, "releasebot", "asked"),
        (4, "bob", "approve"),
        (5, "carol", "approve"),
        (6, "releasebot", "done"),
    ]


async def test_untouched_rows_are_fine(database: Database) -> None:
    """Text of every kind keeps its hash."""
    assert await database.run(audit.first_altered) is None


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "number"])
async def test_an_altered_row_is_found(database: Database, path: Path, column: str) -> None:
    """Whatever of the row was changed."""
    _tamper(path, f"UPDATE audit SET {column} = {column} || 'x' WHERE number = 3")  # noqa: S608  # our own names

    assert await database.run(audit.first_altered) == 3


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["DELETE FROM audit WHERE number = 3"], 3),
        (["DELETE FROM audit WHERE number = 1"], 1),
        (
            [
                "DELETE FROM audit WHERE number = 3",
                "UPDATE audit SET number = number - 1 WHERE number > 3",
            ],
            3,
        ),
        (
            [
                "UPDATE audit SET number = 99 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 99",
            ],
            2,
        ),
        (["UPDATE audit SET number = 9 WHERE number = 5"], 5),
        ([FORGED], 6),
    ],
    ids=["deleted", "first deleted", "deleted and renumbered", "swapped", "moved", "forged"],
)
async def test_a_deleted_moved_or_forged_row_is_found(
    database: Database, path: Path, statements: list[str], first: int
) -> None:
    """The number of the row at which the chain breaks."""
    _tamper(path, *statements)

    assert await database.run(audit.first_altered) == first


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'mallory'", "DELETE FROM audit WHERE number = 5"]
)
async def test_the_table_refuses_to_forget(database: Database, path: Path, statement: str) -> None:
    """Even a defect of ours cannot change a row by mistake."""
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="the audit is append-only"),
    ):
        connection.execute(statement)

    assert await database.run(audit.first_altered) is None
