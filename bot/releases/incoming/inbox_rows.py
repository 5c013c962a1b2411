"""Deliveries as rows: kept many at a time, taken one after the other."""

import hashlib
import itertools
from collections.abc import Sequence

import sqlalchemy as sa

from bot.domain import moments
from bot.ports import Delivery, KeptDelivery
from bot.releases import audit
from bot.releases.storage.tables import deliveries

_COLUMNS = "guid, digest, event, body, received, state, due, attempts, outcome"
_ONE = "(?, ?, ?, ?, ?, 'due', ?, 0, '')"
KEPT_DAYS = 30  # a done delivery is known for so long; nobody sends one again after three


def keep(
    connection: sa.Connection, arrived: Sequence[tuple[Delivery, str]], now: str
) -> list[bool]:
    """Keep what is new of these deliveries, each with its body's digest; tells which were.

    The sender signs the body and not the id, so a known body under another id is nothing new.
    """
    guids, digests = _known(connection, arrived)
    answers, rows = [], []
    for delivery, digest in arrived:
        is_new = delivery.guid not in guids and digest not in digests
        answers.append(is_new)
        if is_new:
            rows.append(_row(delivery, digest, now))
        guids.add(delivery.guid)
        digests.add(digest)
    if rows:
        _insert(connection, rows)
    if len(rows) < len(arrived):
        _take_up_again(connection, arrived, now)
    return answers


def digest_of(delivery: Delivery) -> str:
    """The SHA-256 of its body."""
    return hashlib.sha256(delivery.body).hexdigest()


def _known(
    connection: sa.Connection, arrived: Sequence[tuple[Delivery, str]]
) -> tuple[set[str], set[str]]:
    """The ids and the digests of these deliveries that are kept already."""
    wanted = sa.or_(
        deliveries.c.guid.in_([each.guid for each, _ in arrived]),
        deliveries.c.digest.in_([digest for _, digest in arrived]),
    )
    rows = connection.execute(sa.select(deliveries.c.guid, deliveries.c.digest).where(wanted)).all()
    return {row.guid for row in rows}, {row.digest for row in rows}


def _row(delivery: Delivery, digest: str, now: str) -> tuple[object, ...]:
    return delivery.guid, digest, delivery.event, delivery.body, now, now


def _insert(connection: sa.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """All in one step of one statement: each step more would wait for a busy event loop."""
    values = ", ".join([_ONE] * len(rows))
    statement = f"INSERT INTO deliveries ({_COLUMNS}) VALUES {values}"  # noqa: S608  # nosec B608  # only signs
    connection.exec_driver_sql(statement, tuple(itertools.chain.from_iterable(rows)))


def _take_up_again(
    connection: sa.Connection, arrived: Sequence[tuple[Delivery, str]], now: str
) -> None:
    """What was set aside and is sent again with the same body gets a new turn."""
    for delivery, digest in arrived:
        connection.execute(
            sa.update(deliveries)
            .filter_by(guid=delivery.guid, digest=digest, state="aside")
            .values(state="due", due=now, attempts=0)
        )


def take(connection: sa.Connection, now: str) -> KeptDelivery | None:
    """The oldest delivery that is due, its attempt counted, also if this process dies of it."""
    due = sa.select(deliveries).where(deliveries.c.state == "due", deliveries.c.due <= now)
    row = connection.execute(due.order_by(deliveries.c.number).limit(1)).first()
    if row is None:
        return None
    _set(connection, row.number, attempts=row.attempts + 1)
    return KeptDelivery(
        number=row.number,
        guid=row.guid,
        event=row.event,
        body=row.body,
        received=row.received,
        attempts=row.attempts + 1,
    )


def finish(connection: sa.Connection, number: int, outcome: str) -> None:
    """Work on it no more, and forget its body."""
    _set(connection, number, state="done", outcome=outcome, body=b"")


def put_off(connection: sa.Connection, number: int, why: str, due: str) -> None:
    """Let it be due later."""
    _set(connection, number, due=due, outcome=why)


def set_aside(connection: sa.Connection, number: int, why: str, now: str) -> None:
    """Work on it no more; its body is kept, and the audit tells."""
    row = connection.execute(sa.select(deliveries).filter_by(number=number)).one()
    _set(connection, number, state="aside", outcome=why)
    audit.append(
        connection,
        time=now,
        actor=audit.BOT,
        action="delivery_set_aside",
        release=None,
        data={"delivery": row.guid, "event": row.event, "attempts": row.attempts, "why": why},
    )


def forget(connection: sa.Connection, now: str) -> None:
    """Remove what arrived so long ago that nobody sends it again."""
    before = moments.later(now, -KEPT_DAYS * 24 * 3600)
    old = deliveries.c.received < before, deliveries.c.state != "due"
    connection.execute(sa.delete(deliveries).where(*old))


def _set(connection: sa.Connection, number: int, **values: object) -> None:
    connection.execute(sa.update(deliveries).filter_by(number=number).values(**values))
