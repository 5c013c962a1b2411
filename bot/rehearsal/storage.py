"""What the world remembers: rows in SQLite, files by their hash, bare repositories.

SQLite's write-ahead log and files that are renamed into place make a `kill -9` at any instant
harmless. Several processes may use the same folder.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.rehearsal.github import tables as github_tables
from bot.rehearsal.tables import TABLES

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """This moment as GitHub writes it."""
    return datetime.now(UTC).strftime(MOMENT)


@dataclass(frozen=True, slots=True)
class Storage:
    """The folder of a world and its open database."""

    folder: Path
    db: sqlite3.Connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block's writes, or none of them."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def repository_folder(self, full_name: str) -> Path:
        """Where the bare repository of `owner/name` lives."""
        return self.folder / "repositories" / f"{full_name}.git"

    def file(self, sha256: str) -> Path:
        """Where the file with this hash lives."""
        return self.folder / "files" / sha256

    def keep_file(self, path: Path, sha256: str) -> None:
        """Move a received file to its place by hash; one that is there already stays."""
        path.replace(self.file(sha256))

    def keep_bytes(self, content: bytes) -> str:
        """Store bytes by their hash and return it."""
        sha256 = hashlib.sha256(content).hexdigest()
        with tempfile.NamedTemporaryFile(dir=self.folder / "incoming", delete=False) as received:
            received.write(content)
        self.keep_file(Path(received.name), sha256)
        return sha256


@contextmanager
def open_storage(folder: Path) -> Iterator[Storage]:
    """Open the storage of a world, making what is not there yet."""
    for name in ("repositories", "files", "incoming"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    db = sqlite3.connect(folder / "world.sqlite", isolation_level=None, timeout=30)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA foreign_keys=ON")
        db.executescript(TABLES + github_tables.TABLES)
        yield Storage(folder, db)
    finally:
        db.close()
