"""The audit: an append-only table in which each row's hash covers the row before it."""

import hashlib
import json

import sqlalchemy as sa

from bot.releases.tables import audit

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
    last = connection.execute(
        sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).first()
    row = {
        "number": last.number + 1 if last else 1,
        "time": time,
        "actor": actor,
        "action": action,
        "release": release,
        "data": json.dumps(data, sort_keys=True, ensure_ascii=False),
        "previous": last.hash if last else GENESIS,
    }
    connection.execute(sa.insert(audit).values(**row, hash=_hash(row)))


def first_altered(connection: sa.Connection) -> int | None:
    """The number of the first row that was changed, removed or put elsewhere; None if all is well.

    Rows cut off at the end cannot be seen from inside the table, only by a copy of its last hash.
    """
    previous = GENESIS
    rows = connection.execute(sa.select(audit).order_by(audit.c.number))
    for number, row in enumerate(rows, start=1):
        facts = {key: value for key, value in row._mapping.items() if key != "hash"}  # noqa: SLF001  # SQLAlchemy's public name
        if row.number != number or row.previous != previous or row.hash != _hash(facts):
            return number
        previous = row.hash
    return None


def _hash(row: dict[str, object]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
