"""Holding a release: what works ends, what is due waits, until somebody lets it go on."""

import sqlalchemy as sa

from bot import errors, stages
from bot.domain import phrases
from bot.domain.conversation import reasons
from bot.releases import audit
from bot.releases.controls import ending
from bot.releases.storage import release_rows, segment_rows
from bot.releases.storage.tables import releases, segments

STATE = sa.case(  # as people see it: held, as soon as nothing works any more
    (
        sa.and_(
            releases.c.held.is_not(None),
            releases.c.finished.is_(None),
            releases.c.state.in_(("running", "waiting")),
            ~sa.exists().where(segments.c.release == releases.c.id, segments.c.state == "running"),
        ),
        "held",
    ),
    else_=releases.c.state,
).label("state")


def stopped(connection: sa.Connection, release: str, stage: str) -> str:
    """Tell "cancelled" or "held" where the stage must not begin or act now, else ""."""
    row = release_rows.get(connection, release)
    if stage == stages.CLEAN_UP:
        return ""
    return "cancelled" if row.cancelled else "held" if row.held else ""


def state(connection: sa.Connection, release: str) -> str:
    """The release's state as people see it."""
    return str(connection.execute(sa.select(STATE).where(releases.c.id == release)).scalar_one())


def hold(connection: sa.Connection, release: str, person: str, reason: str, now: str) -> None:
    """Let nothing more begin. Refuses a second hold with who holds it already, and since when."""
    row = ending.still_open(connection, release)
    if row.held:
        raise errors.Refused(
            f"{row.held['person']} holds this release already, since "
            f"{phrases.clock(row.held['time'])}{phrases.because(row.held['reason'])}",
            "Resume it when it may go on.",
            reason="already_held",
        )
    held = {"person": person, "reason": reasons.parse(reason), "time": now}
    release_rows.set_values(connection, release, held=held)
    audit.append(
        connection,
        time=now,
        actor=person,
        action="held",
        release=release,
        data={"reason": held["reason"]},
    )


def resume(connection: sa.Connection, release: str, person: str, now: str) -> None:
    """Go on exactly where the hold stopped it."""
    row = ending.still_open(connection, release)
    if not row.held:
        raise errors.Refused("Nobody holds this release.", "Look at its status.", reason="not_held")
    release_rows.set_values(connection, release, held=None)
    if halted := segment_rows.newest(connection, release, "held"):
        segment_rows.schedule(connection, release, halted.name, now)
    audit.append(
        connection,
        time=now,
        actor=person,
        action="resumed",
        release=release,
        data={"held_by": row.held["person"]},
    )
