"""Bypasses as rows: what was skipped or overridden in a release."""

import dataclasses

import sqlalchemy as sa

from bot.domain.approvals.bypass import Bypass, Bypasses
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.releases.storage.tables import bypasses


def load(connection: sa.Connection, release: str) -> Bypasses:
    """The bypasses of a release, oldest first."""
    rows = connection.execute(
        sa.select(bypasses).where(bypasses.c.release == release).order_by(bypasses.c.time)
    )
    return tuple(
        Bypass(kind=row.kind, name=row.name, person=row.person, reason=row.reason, time=row.time)
        for row in rows
    )


def add(connection: sa.Connection, release: str, bypass: Bypass) -> None:
    """Store a bypass; the primary key lets each stage and gate in once."""
    connection.execute(sa.insert(bypasses).values(release=release, **dataclasses.asdict(bypass)))


def leaves_out(connection: sa.Connection, plan: Plan, segment: str) -> bool:
    """Whether somebody skipped every stage of a segment, so that nobody has to approve it."""
    planned = {s.name for each in plan.segments if each.name == segment for s in each.stages}
    skipped = {each.name for each in load(connection, plan.release) if each.kind == "skip"}
    return bool(planned) and planned <= skipped


def forget_prepared(connection: sa.Connection, release: str) -> None:
    """Let what comes before the question count again: it is another plan by now.

    A stage after the question stays skipped; those who approve the new plan see that.
    """
    is_prepared = bypasses.c.name.in_(stage_facts.PREPARING)
    passed_by = sa.or_(bypasses.c.kind == "override", is_prepared)
    connection.execute(sa.delete(bypasses).where(bypasses.c.release == release, passed_by))
