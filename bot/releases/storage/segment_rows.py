"""The attempts of segments as rows: decided once, started by the sweep, ended once."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.releases.storage.tables import releases, segments


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSegment:
    """A segment that is decided but not started: the sweep starts it by its deterministic id."""

    release: str
    name: str
    attempt: int

    @property
    def workflow_id(self) -> str:
        """The id under which the durable engine runs it, once."""
        return f"rel:{self.release}:{self.name}:{self.attempt}"


def schedule(
    connection: sa.Connection, release: str, name: str, due: str, waits_for: str = ""
) -> DueSegment:
    """Record that the segment's next attempt is to start at `due`."""
    last = connection.execute(
        sa.select(sa.func.max(segments.c.attempt)).filter_by(release=release, name=name)
    ).scalar()
    segment = DueSegment(release=release, name=name, attempt=(last or 0) + 1)
    connection.execute(
        sa.insert(segments).values(
            **dataclasses.asdict(segment), state="due", due=due, waits_for=waits_for
        )
    )
    return segment


def due(connection: sa.Connection, now: str) -> tuple[DueSegment, ...]:
    """What is decided and due but not started, of releases that nobody holds."""
    held = sa.select(releases.c.id).where(releases.c.held.is_not(None))
    return _found(
        connection,
        segments.c.state == "due",
        segments.c.due <= now,
        segments.c.release.not_in(held),
    )


def started(connection: sa.Connection, now: str) -> tuple[DueSegment, ...]:
    """What the engine was told to run, by `now`, and has not ended."""
    return (*_found(connection, segments.c.state == "running"), *due(connection, now))


def is_running(connection: sa.Connection, release: str) -> bool:
    """Whether a stage of the release may work at this moment."""
    return bool(_found(connection, segments.c.release == release, segments.c.state == "running"))


def _found(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool]
) -> tuple[DueSegment, ...]:
    rows = connection.execute(
        sa.select(segments.c.release, segments.c.name, segments.c.attempt)
        .where(*conditions)
        .order_by(segments.c.due)
    )
    return tuple(DueSegment(release=r.release, name=r.name, attempt=r.attempt) for r in rows)


def begin(connection: sa.Connection, segment: DueSegment) -> bool:
    """Record that an attempt runs; False when it has ended already, or was set aside."""
    return end(connection, segment, "running")


def end(connection: sa.Connection, segment: DueSegment, state: str) -> bool:
    """End an attempt, compare-and-set; False when it has ended already."""
    result = connection.execute(
        _this(sa.update(segments), segment)
        .where(segments.c.state.in_(("due", "running")))
        .values(state=state)
    )
    return result.rowcount == 1


def set_aside(connection: sa.Connection, release: str, *states: str) -> None:
    """Let no attempt that is in one of these states begin or count any more."""
    connection.execute(
        sa.update(segments)
        .where(segments.c.release == release, segments.c.state.in_(states))
        .values(state="cancelled")
    )


def bring_forward(connection: sa.Connection, release: str, now: str) -> None:
    """Let what waits for the world start at once."""
    connection.execute(
        sa.update(segments)
        .where(segments.c.release == release, segments.c.state == "due", segments.c.due > now)
        .values(due=now)
    )


def _this(statement: sa.Update, segment: DueSegment) -> sa.Update:
    return statement.filter_by(release=segment.release, name=segment.name, attempt=segment.attempt)


def waits_in_a_row(connection: sa.Connection, segment: DueSegment) -> int:
    """How many attempts directly before this one ended waiting for the same world."""
    last_other = connection.execute(
        sa.select(sa.func.max(segments.c.attempt))
        .filter_by(release=segment.release, name=segment.name)
        .where(segments.c.attempt < segment.attempt, segments.c.state != "waiting")
    ).scalar()
    return segment.attempt - 1 - (last_other or 0)


def newest(connection: sa.Connection, release: str, state: str) -> DueSegment | None:
    """The segment whose newest attempt is in this state."""
    rows = connection.execute(
        sa.select(segments).filter_by(release=release).order_by(segments.c.attempt)
    )
    last = {row.name: row for row in rows}
    for row in last.values():
        if row.state == state:
            return DueSegment(release=release, name=row.name, attempt=row.attempt)
    return None


def were_started(connection: sa.Connection, release: str, names: Iterable[str]) -> bool:
    """Whether any of these segments was ever decided."""
    found = sa.select(segments.c.name).where(
        segments.c.release == release, segments.c.name.in_(tuple(names))
    )
    return connection.execute(found).first() is not None
