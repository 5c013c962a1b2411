"""The audit: an append-only table in which each row's hash covers the row before it.

How a hash is made is told in docs/audit.md, so that an export can be checked without this code.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bot.domain.records import standing
from bot.releases import changes
from bot.releases.storage.tables import audit

Json = dict[str, Any]

BOT = standing.BOT
GENESIS = "0" * 64


def append(
    connection: sa.Connection,
    *,
    time: str,
    actor: str,
    action: str,
    release: str | None,
    data: dict[str, object],
) -> None:
    """Add a row, in the transaction of what it tells of. `data` is plain JSON without secrets."""
    if release:
        changes.touch(connection, release)
    last = head(connection)
    row = {
        "number": last["number"] + 1,
        "time": time,
        "actor": actor,
        "action": action,
        "release": release,
        "data": json.dumps(data, sort_keys=True, ensure_ascii=False),
        "previous": last["hash"],
    }
    connection.execute(sa.insert(audit).values(**row, hash=_hash(row)))


def head(connection: sa.Connection) -> Json:
    """Number and hash of the newest row: who keeps a copy sees if rows are cut off at the end."""
    newest = sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return dict(row) if row else {"number": 0, "hash": GENESIS}


def newest(connection: sa.Connection, release: str) -> int:
    """The number of the release's newest row; 0 where it has none."""
    found = sa.select(sa.func.max(audit.c.number)).where(audit.c.release == release)
    return connection.execute(found).scalar() or 0


def rows(connection: sa.Connection, release: str, after: int) -> tuple[Json, ...]:
    """Rows with a number above `after`, oldest first; `release` "" means those of all."""
    wanted = [audit.c.number > after, *([audit.c.release == release] if release else [])]
    return tuple({**row, "data": _data(row["data"])} for row in _stored(connection, *wanted))


def first_altered(connection: sa.Connection) -> int | None:
    """The number of the first row that was changed, removed or put elsewhere; None if all is well.

    Rows cut off at the end cannot be seen from inside the table, only by a copy of its `head`.
    """
    previous = GENESIS
    for number, row in enumerate(_stored(connection), start=1):
        stated = row.pop("hash")
        if row["number"] != number or row["previous"] != previous or stated != _hash(row):
            return number
        previous = stated
    return None


def _stored(connection: sa.Connection, *wanted: sa.ColumnElement[bool]) -> Iterator[Json]:
    """Rows as they are stored, readable whatever somebody may have written into the file."""
    columns = [
        c if c is audit.c.number else sa.cast(c, sa.LargeBinary).label(c.name) for c in audit.c
    ]
    found = connection.execute(sa.select(*columns).where(*wanted).order_by(audit.c.number))
    for row in found.mappings():
        yield {
            name: value.decode(errors="backslashreplace") if isinstance(value, bytes) else value
            for name, value in row.items()
        }


def _data(stored: str) -> object:
    try:
        return json.loads(stored)
    except ValueError:  # somebody changed it; `first_altered` tells where
        return stored


def _hash(row: dict[str, object]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
