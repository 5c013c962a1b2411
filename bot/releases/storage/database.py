"""The database file: opened privately, migrated first, written from one thread, read from another.

Whoever looks sees what is committed, and waits for nobody's disk; what is to be written goes first.
"""

import asyncio
import concurrent.futures
import contextlib
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
GIVES_WAY_SECONDS = 0.1  # for which a look waits for what is being written
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class Database:
    """SQLite by default; every call is one transaction, in the writer's thread or the reader's."""

    def __init__(self, path: Path) -> None:
        """Open, or create with mode 0600 in WAL mode, and migrate to the newest schema.

        Raises `errors.BadConfiguration` for a file that cannot be used.
        """
        self.url = f"sqlite:///{path}"
        self.changes = Changes()
        self._engine = self._opened("BEGIN IMMEDIATE")
        try:
            path.touch(mode=0o600)
            path.chmod(0o600)
            self._migrate()
        except (OSError, sqlite3.Error, sa.exc.DatabaseError, alembic.util.CommandError) as error:
            self._engine.dispose()
            raise database_refusals.refusal(path, error) from error
        self._looking_engine = self._opened("BEGIN", "query_only=ON")
        self._writer = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="database")
        self._reader = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="looks")
        self._turn = asyncio.Lock()  # of looks, of which the reader has one at a time
        self._writes = 0
        self._written = asyncio.Event()

    def _opened(self, begin: str, *pragmas: str) -> sa.Engine:
        """Connections to the file whose transactions begin like this.

        One that is to write takes the lock for that at once: read-then-write never interleaves.
        """
        engine = sa.create_engine(self.url, connect_args={"timeout": BUSY_SECONDS})

        def configure(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None  # else sqlite3 begins none for reads and for tables
            for pragma in (*PRAGMAS, *pragmas):
                connection.execute(f"PRAGMA {pragma}").close()

        sa.event.listen(engine, "connect", configure)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

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

        writing = loop.run_in_executor(self._writer, transaction)
        self._writes += 1
        self._written.clear()
        writing.add_done_callback(self._note_written)
        return await writing

    async def look(
        self,
        work: Callable[Concatenate[sa.Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `work(connection, …)`, which only reads, on what is committed when its turn comes.

        Raises `errors.Unknown` where the file cannot be read at this moment.
        """

        def transaction() -> T:
            with database_refusals.in_words(), self._looking_engine.begin() as connection:
                return work(connection, *args, **kwargs)

        async with self._turn:
            if self._writes:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GIVES_WAY_SECONDS):
                        await self._written.wait()
            return await asyncio.get_running_loop().run_in_executor(self._reader, transaction)

    def _note_written(self, _writing: object) -> None:
        self._writes -= 1
        if not self._writes:
            self._written.set()

    def close(self) -> None:
        """End the threads and their connections."""
        for thread in (self._writer, self._reader):
            thread.shutdown(wait=True)
        for engine in (self._engine, self._looking_engine):
            engine.dispose()
