"""The state of a database file, looked at without touching it and beside a bot that works."""

import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import alembic.config
import alembic.script

from bot.releases.storage import database, database_refusals

WRITE_VERSION = 18  # where it stands in the file: https://sqlite.org/fileformat2.html
SECONDS = 5.0  # how long somebody else may hold the file


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """Mode of the file, how SQLite writes it, whether it is whole, its schema."""

    mode: int
    journal: str
    check: str
    schema: str
    newest: str


def state_of(path: Path) -> DatabaseState | None:
    """None where there is no file. Raises `errors.BadConfiguration` for one that is no database."""
    if not path.exists():
        return None
    seen = path.stat()
    try:
        with closing(_opened(path)) as connection:
            return DatabaseState(
                mode=stat.S_IMODE(seen.st_mode),
                journal=_journal(path),
                check=_one(connection, "PRAGMA quick_check(1)"),
                schema=_schema(connection),
                newest=_newest(),
            )
    except (OSError, sqlite3.Error) as error:
        raise database_refusals.refusal(path, error) from error


def _opened(path: Path) -> sqlite3.Connection:
    """Read only; without the files of a bot that works, none are made beside it either.

    They would belong to whoever looks, and the bot could not write them.
    """
    is_open = path.with_name(f"{path.name}-wal").exists()
    how = "mode=ro" if is_open else "mode=ro&immutable=1"
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, timeout=SECONDS)


def _journal(path: Path) -> str:
    """What the file's header says: one that is opened as unchangeable has no journal at all."""
    with path.open("rb") as file:
        header = file.read(WRITE_VERSION + 1)
    return "wal" if header[WRITE_VERSION:] == b"\x02" else "rollback"


def _one(connection: sqlite3.Connection, question: str) -> str:
    with closing(connection.execute(question)) as answer:
        row = answer.fetchone()
    return str(row[0]) if row else ""


def _schema(connection: sqlite3.Connection) -> str:
    named = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    if not _one(connection, named):
        return ""
    return _one(connection, "SELECT version_num FROM alembic_version")


def _newest() -> str:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    return alembic.script.ScriptDirectory.from_config(config).get_current_head() or ""
