"""The database file: opened privately, migrated before anything else, used from one thread."""

import asyncio
import concurrent.futures
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa

from bot.releases import changes
from bot.releases.changes import Changes
from bot.releases.storage import database_refusals

P = ParamSpec("P")
T = TypeVar("T")

FILE = "releasebot.sqlite"  # in the data folder
MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_SECONDS = 30.0  # how long another process may hold the file
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class Database:
    """SQLite by default; every call is one transaction in the database's own thread."""

    def __init__(self, path: Path) -> None:
        """Open, or create with mode 0600 in WAL mode, and migrate to the newest schema.

        Raises `errors.BadConfiguration` for a file that cannot be used.
        """
        self.url = f"sqlite:///{path}"
        self.changes = Changes()
        self._engine = sa.create_engine(self.url, connect_args={"timeout": BUSY_SECONDS})
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", _begin)
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            self._migrate()
        except (OSError, sqlite3.Error, sa.exc.DatabaseError, alembic.util.CommandError) as error:
            self._engine.dispose()
            raise database_refusals.refusal(path, error) from error
        self._thread = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="database")

    def _migrate(self) -> None:
        config = alembic.config.Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self._engine.begin() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, "head")

    async def run(
        self,
        work: Callable[Concatenate[sa.Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `work(connection, …)` in one transaction; its error rolls everything back.

        Followers of `changes` are told what it touched once it is committed, even if whoever asked
        for it has not waited.
        """
        loop = asyncio.get_running_loop()

        def transaction() -> T:
            with self._engine.begin() as connection:
                changes.take(connection)
                done = work(connection, *args, **kwargs)
                touched = changes.take(connection)
            loop.call_soon_threadsafe(self.changes.publish, touched)
            return done

        return await loop.run_in_executor(self._thread, transaction)

    def close(self) -> None:
        """End the thread and its connections."""
        self._thread.shutdown(wait=True)
        self._engine.dispose()


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    """Leave the transactions to `_begin`: sqlite3 itself begins none for reads and for tables."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: sa.Connection) -> None:
    """Take the write lock at the start of a transaction: read-then-write never interleaves."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
