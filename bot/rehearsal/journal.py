"""The effects journal: one row for each write that changed something in the world.

A repeated write that changed nothing leaves no row; a duplicated one leaves a second row. That is
how a test sees whether each effect of a release happened once.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.storage import Storage

_OWN_ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+")


def text_digest(*texts: str) -> str:
    """A digest for an effect that consists of text; two worlds' ports make no difference."""
    text = _OWN_ADDRESS.sub("http://world", "\0".join(texts))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def record(db: sqlite3.Connection, kind: str, target: str, key: str, digest: str) -> None:
    """Add a row, in the transaction that changes the thing itself."""
    db.execute(
        "INSERT INTO effects (kind, target, key, digest) VALUES (?, ?, ?, ?)",
        (kind, target, key, digest),
    )


@contextmanager
def ref_change(storage: Storage, kind: str, full_name: str, ref: str, sha: str) -> Iterator[None]:
    """Journal a change that git makes in the block; an uncertain row first, as git may be killed.

    `sha` is what the ref points at afterwards, "" for one that is deleted.
    """
    row = storage.db.execute(
        "INSERT INTO effects (kind, target, key, digest, certain) VALUES (?, ?, ?, ?, 0)",
        (kind, full_name, ref, sha),
    ).lastrowid
    try:
        yield
    except BaseException:
        storage.db.execute("DELETE FROM effects WHERE number = ?", (row,))
        raise
    storage.db.execute("UPDATE effects SET certain = 1 WHERE number = ?", (row,))


def settle(storage: Storage) -> None:
    """After a crash: keep an uncertain row whose change git has made, drop the others."""
    rows = storage.db.execute("SELECT * FROM effects WHERE NOT certain").fetchall()
    for row in rows:
        repository = BareRepository(storage.repository_folder(row["target"]))
        ref = repository.ref(row["key"])
        happened = (ref.sha if ref else "") == row["digest"]
        statement = (
            "UPDATE effects SET certain = 1 WHERE number = ?"
            if happened
            else "DELETE FROM effects WHERE number = ?"
        )
        storage.db.execute(statement, (row["number"],))


def effects(storage: Storage) -> list[dict[str, str]]:
    """The whole journal, oldest first."""
    rows = storage.db.execute(
        "SELECT kind, target, key, digest FROM effects WHERE certain ORDER BY number"
    )
    return [dict(row) for row in rows]
