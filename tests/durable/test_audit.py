"""The audit: every decision in order, and no row changed, removed or moved without notice."""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.releases import audit
from bot.releases.storage.database import Database
from tests.durable.driving import Bench, Driver

COLUMNS = ["number", "time", "actor", "action", "release", "data", "previous", "hash"]
FORGED = """
    INSERT INTO audit SELECT 6, time, actor, action, release, data, hash, hash
    FROM audit WHERE number = 5
"""
NOW = "2026-03-04T05:06:07.000Z"
PAGE = (Path(__file__).parents[2] / "docs/audit.md").read_text()
[VERIFIER] = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

ALTERED = {  # what somebody with the file in his hands does, and the row at which it shows
    "deleted": (["DELETE FROM audit WHERE number = 3"], 3),
    "first deleted": (["DELETE FROM audit WHERE number = 1"], 1),
    "deleted and renumbered": (
        [
            "DELETE FROM audit WHERE number = 3",
            "UPDATE audit SET number = number - 1 WHERE number > 3",
        ],
        3,
    ),
    "swapped": (
        [
            "UPDATE audit SET number = 99 WHERE number = 2",
            "UPDATE audit SET number = 2 WHERE number = 3",
            "UPDATE audit SET number = 3 WHERE number = 99",
        ],
        2,
    ),
    "moved": (["UPDATE audit SET number = 9 WHERE number = 5"], 5),
    "forged": ([FORGED], 6),
    "other actor": (["UPDATE audit SET actor = 'mallory' WHERE number = 4"], 4),
    "no text": (["UPDATE audit SET actor = CAST(x'ff00' AS TEXT) WHERE number = 4"], 4),
    "other data": (["""UPDATE audit SET data = '{"number": 9}' WHERE number = 4"""], 4),
    "data that are none": (["UPDATE audit SET data = x'00ff' WHERE number = 4"], 4),
    "other release": (["UPDATE audit SET release = 'r2' WHERE number = 2"], 2),
    "no release": (["UPDATE audit SET release = NULL WHERE number = 2"], 2),
}


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
        (6, "releasebot", "approved"),
        (7, "releasebot", "done"),
    ]


async def test_untouched_rows_are_fine(database: Database) -> None:
    """Text of every kind keeps its hash."""
    assert await database.run(audit.first_altered) is None


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "number"])
async def test_an_altered_row_is_found(database: Database, path: Path, column: str) -> None:
    """Whatever of the row was changed."""
    _tamper(path, f"UPDATE audit SET {column} = {column} || 'x' WHERE number = 3")  # noqa: S608  # our own names

    assert await database.run(audit.first_altered) == 3


@pytest.mark.parametrize("how", ALTERED)
async def test_a_deleted_moved_or_forged_row_is_found(
    database: Database, path: Path, how: str
) -> None:
    """The number of the row at which the chain breaks; the rows can still be listed."""
    statements, first = ALTERED[how]
    _tamper(path, *statements)

    assert await database.run(audit.first_altered) == first
    assert len(await database.run(audit.rows, "", 0)) in (4, 5, 6)


async def _verified(database: Database) -> subprocess.CompletedProcess[str]:
    """What the documented script says to an export."""
    rows = await database.run(audit.rows, "", 0)
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", "-c", VERIFIER],
        input=json.dumps({"schema": 1, "rows": rows}),
        capture_output=True,
        timeout=60,
        text=True,
    )


async def test_an_export_is_verified_without_our_code(database: Database) -> None:
    """By fifteen lines of plain Python, as the documentation has them."""
    ended = await _verified(database)
    last = (await database.run(audit.head))["hash"]

    assert len([line for line in VERIFIER.splitlines() if line]) <= 15
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"Whole; the last hash is {last}.\n"


@pytest.mark.parametrize("how", ALTERED)
async def test_an_export_shows_the_same_row_as_altered(
    database: Database, path: Path, how: str
) -> None:
    """Whoever has the export needs nothing else to see it."""
    statements, first = ALTERED[how]
    _tamper(path, *statements)
    ended = await _verified(database)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"Row {first} is not what was written.\n"


async def test_rows_are_listed_as_they_were_written(database: Database) -> None:
    """All or those of one release, from a number on, with their data as an object."""
    rows = await database.run(audit.rows, "", 0)

    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[1] | {"previous": "", "hash": ""} == {
        "number": 2,
        "time": NOW,
        "actor": "alice",
        "action": "spoke",
        "release": "r1",
        "data": {"number": 2, "text": "“ünïcödé”"},
        "previous": "",
        "hash": "",
    }
    assert [row["previous"] for row in rows] == [audit.GENESIS, *(r["hash"] for r in rows[:-1])]
    assert await database.run(audit.head) == {"number": 5, "hash": rows[-1]["hash"]}
    assert await database.run(audit.rows, "r1", 3) == rows[3:]
    assert await database.run(audit.rows, "r2", 0) == ()


async def test_an_empty_audit_is_whole(tmp_path: Path) -> None:
    """Its head is what the first row will follow."""
    database = Database(tmp_path / "empty.sqlite")
    assert await database.run(audit.first_altered) is None
    assert await database.run(audit.head) == {"number": 0, "hash": audit.GENESIS}
    database.close()


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
