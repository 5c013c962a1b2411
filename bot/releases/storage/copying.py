"""Copying: the database as it is at one moment, also while a bot works; what a copy holds."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import alembic.script
import sqlalchemy as sa

from bot import errors
from bot.domain.records.retention import KnownRelease
from bot.releases import audit
from bot.releases.storage import database, database_refusals
from bot.releases.watching import past

_REVISION = sa.text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database holds. The head of the audit is its newest row."""

    schema: str
    head_number: int
    head_hash: str
    first_altered: int | None
    releases: tuple[KnownRelease, ...]


def copy(source: Path, target: Path) -> Contents:
    """Copy the database into a new file and look whether the copy is sound."""
    if not source.exists():
        raise errors.Refused(
            f"There is no database in {source.parent} yet.",
            "Start the bot once, or name the operator's file by --config.",
            reason="nothing_to_back_up",
        )
    target.touch(mode=0o600, exist_ok=False)
    place = f"file:{quote(str(source.absolute()))}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(place, uri=True, timeout=database.BUSY_SECONDS)) as live,
            closing(sqlite3.connect(target)) as copied,
        ):
            live.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE").close()  # one file, with nothing beside it
    except sqlite3.Error as error:
        raise database_refusals.refusal(source, error) from error
    return contents(target)


def contents(path: Path) -> Contents:
    """What a database holds that nobody works with. Raises `errors.BadConfiguration` if damaged."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            return _contents(connection)
    except (sqlite3.Error, sa.exc.DatabaseError) as error:
        raise database_refusals.refusal(path, error) from error
    finally:
        engine.dispose()


def _contents(connection: sa.Connection) -> Contents:
    head = audit.head(connection)
    return Contents(
        schema=connection.execute(_REVISION).scalar_one(),
        head_number=head["number"],
        head_hash=head["hash"],
        first_altered=audit.first_altered(connection),
        releases=past.known(connection),
    )


def is_known(schema: str) -> bool:
    """Whether this version can bring a database of that schema to its own."""
    scripts = alembic.script.ScriptDirectory(str(database.MIGRATIONS))
    return schema in {script.revision for script in scripts.walk_revisions()}
