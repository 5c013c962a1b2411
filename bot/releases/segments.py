"""Segments: stages that run without asking anybody, those without an edge at the same time."""

import graphlib
from typing import Any

import sqlalchemy as sa

from bot.domain.ledger import LedgerRow
from bot.domain.plan import Plan, Segment
from bot.releases import ledger_rows, release_rows, segment_rows
from bot.releases.segment_rows import DueSegment

Json = dict[str, Any]


def planned(plan: Plan, name: str) -> Segment:
    """The segment of the plan that has this name."""
    return next(segment for segment in plan.segments if segment.name == name)


def waves(segment: Segment) -> list[list[str]]:
    """The segment's stages in groups; those of a group run at the same time."""
    order = graphlib.TopologicalSorter({stage.name: stage.after for stage in segment.stages})
    order.prepare()
    groups = []
    while order.is_active():
        ready = order.get_ready()
        groups.append(sorted(ready))
        order.done(*ready)
    return groups


def begin(connection: sa.Connection, segment: DueSegment) -> list[list[str]]:
    """Record that the segment runs; tell its waves."""
    segment_rows.begin(connection, segment)
    release_rows.set_values(connection, segment.release, state="running", error=None)
    if segment.name == release_rows.PLANNING:
        return [[release_rows.PLANNING]]
    return waves(planned(release_rows.plan_of(connection, segment.release), segment.name))


def record(connection: sa.Connection, release: str, stage: str, answer: Json) -> None:
    """Write down what a stage answered, once: the step may run again after a crash."""
    is_new = ledger_rows.end_stage(
        connection,
        release,
        stage,
        state=answer["state"],
        seconds=answer["seconds"],
        left_out=answer["left_out"],
    )
    if not is_new:
        return
    release_rows.add_busy(connection, release, answer["busy"])
    if answer["rows"]:
        rows = tuple(LedgerRow(**row) for row in answer["rows"])
        ledger_rows.replace(connection, release, stage, rows)
