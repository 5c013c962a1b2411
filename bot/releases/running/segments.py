"""Segments: stages that run without asking anybody, those without an edge at the same time."""

import graphlib
from typing import Any

import sqlalchemy as sa

from bot import stages
from bot.domain.plans.plan import Plan, Segment
from bot.domain.records.ledger import LedgerRow
from bot.releases.controls import holding
from bot.releases.storage import ledger_rows, release_rows, segment_rows
from bot.releases.storage.segment_rows import DueSegment

Json = dict[str, Any]


def planned(plan: Plan, name: str) -> Segment:
    """The segment of the plan that has this name, or the one that ends every given-up release."""
    return next(segment for segment in (*plan.segments, stages.ENDING) if segment.name == name)


def of_stage(plan: Plan, stage: str) -> Segment:
    """The segment of the plan in which this stage is."""
    return next(s for s in plan.segments if any(each.name == stage for each in s.stages))


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
    """Record that the segment runs; tell its waves, none if it was set aside meanwhile."""
    if not segment_rows.begin(connection, segment):
        return []
    release_rows.set_values(connection, segment.release, state="running", error=None)
    if segment.name == release_rows.PLANNING:
        return [[release_rows.PLANNING]]
    return waves(planned(release_rows.plan_of(connection, segment.release), segment.name))


def begin_stage(connection: sa.Connection, release: str, stage: str, now: str) -> str:
    """Record that a stage works; where the release is held or cancelled, only tell which."""
    stopped = holding.stopped(connection, release, stage)
    if not stopped:
        ledger_rows.begin_stage(connection, release, stage, now)
    return stopped


def record(connection: sa.Connection, release: str, stage: str, answer: Json) -> None:
    """Write down what a stage answered, once: the step may run again after a crash."""
    is_new = ledger_rows.end_stage(
        connection,
        release,
        stage,
        state="skipped" if answer.get("skipped") else answer["state"],
        seconds=answer["seconds"],
        left_out=answer["left_out"],
    )
    if not is_new:
        return
    release_rows.add_busy(connection, release, answer["busy"])
    if answer["rows"]:
        rows = tuple(LedgerRow(**row) for row in answer["rows"])
        ledger_rows.replace(connection, release, stage, rows)
