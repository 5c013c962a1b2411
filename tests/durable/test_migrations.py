"""The database file: its schema, its privacy, and what is told when it cannot be used."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot import errors
from bot.releases.storage import database, tables
from bot.releases.storage.database import Database
from tests.durable.driving import Bench


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "releasebot.sqlite"


def _execute(path: Path, statement: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(statement).fetchall()
        connection.commit()
    return found


async def test_the_migrations_make_the_tables_of_the_code(path: Path) -> None:
    """Who adds a column to one must add it to the other."""
    opened = Database(path)
    differences = await opened.run(
        lambda connection: compare_metadata(MigrationContext.configure(connection), tables.metadata)
    )
    opened.close()

    assert differences == []


def test_the_file_is_private_and_written_ahead(path: Path) -> None:
    """Only its owner reads it, whatever its mode was before."""
    path.touch(mode=0o644)
    opened = Database(path)
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}
    opened.close()

    assert set(modes.values()) == {"0o600"}
    assert _execute(path, "PRAGMA journal_mode") == [("wal",)]


async def test_a_transaction_holds_the_write_lock_from_its_start(path: Path) -> None:
    """What was read is still so when it is written: nobody else writes in between."""
    opened = Database(path)

    def read_then_look(connection: sa.Connection) -> str:
        connection.execute(sa.select(tables.locks)).all()
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            other.execute("BEGIN IMMEDIATE")
        return caught.value.sqlite_errorname

    assert await opened.run(read_then_look) == "SQLITE_BUSY"
    opened.close()


def test_a_migration_that_breaks_off_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process dies in the middle of it: the next start makes all tables."""

    def die(_statement: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(op, "execute", die)
        with pytest.raises(KeyboardInterrupt):
            Database(path)
    assert _execute(path, "SELECT name FROM sqlite_master") == []
    Database(path).close()

    assert ("audit",) in _execute(path, "SELECT name FROM sqlite_master")  # type: ignore[operator]  # a list of rows


def _newer(path: Path) -> None:
    _execute(path, "UPDATE alembic_version SET version_num = '9999'")


def _no_database(path: Path) -> None:
    path.write_bytes(b"not a database " * 1000)


def _damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[6000:12000] = b"\xff" * 6000
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "told", "advice"),
    [
        (_newer, "was written by a newer releasebot", "Install that version again"),
        (_no_database, "is damaged", "backup"),
        (_damaged, "is damaged", "backup"),
        (_folder, "cannot be written", "Give the user"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    bench: Bench, spoil: Callable[[Path], None], told: str, advice: str
) -> None:
    """Nothing starts, nothing is changed, and the folder is free for the next try."""
    async with bench.running():
        pass
    path = bench.folder / "releasebot.sqlite"
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    for _ in range(2):
        with pytest.raises(errors.BadConfiguration) as caught:
            await bench.releases().__aenter__()

    assert f"The database {path} {told}." == caught.value.sentence
    assert advice in caught.value.next_step
    assert (caught.value.reason, caught.value.exit_code) == ("bad_database", 2)
    assert before == (path.read_bytes() if path.is_file() else b"")


def test_a_locked_file_is_refused_in_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has opened it with another tool."""
    Database(path).close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(errors.BadConfiguration, match="is locked by another process"):
            Database(path)
    Database(path).close()


def test_a_read_only_file_is_refused_in_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own read-only mode, because modes of files do not bind root."""
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "query_only=ON"))
    with pytest.raises(errors.BadConfiguration, match="cannot be written"):
        Database(path)
