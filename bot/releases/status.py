"""The status of a release as the JSON that every surface shows."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from bot import stages as pipeline
from bot.domain import approval, moments
from bot.domain.approval import Circle, Question
from bot.domain.plan import Plan
from bot.domain.plan_json import plan_from_json
from bot.releases import approved, ledger_rows, question_rows, release_rows
from bot.releases.tables import segments, stages

Json = dict[str, Any]


def of(connection: sa.Connection, release: str, roles: dict[str, frozenset[str]], now: str) -> Json:
    """Everything about one release, in the shape that interfaces rely on."""
    row = release_rows.get(connection, release)
    head: Json = {
        "schema": 1,
        "release": row.id,
        "project": row.project,
        "version": row.version,
        "bump": row.bump,
        "state": row.state,
        "finished": row.finished,
        "requester": row.requester,
        "error": row.error,
        "waits_for": _waits_for(connection, release),
        "seconds": _seconds(connection, row, now),
    }
    if row.plan is None:
        return head | {"branch": row.branch, "stages": [], "questions": [], "ledger": []}
    return head | _planned(connection, plan_from_json(row.plan), roles, now)


def _planned(
    connection: sa.Connection, plan: Plan, roles: dict[str, frozenset[str]], now: str
) -> Json:
    circle = Circle(requester=plan.requester, roles=roles)
    rows = ledger_rows.load(connection, plan.release)
    asked = question_rows.of_release(connection, plan.release)
    stage_rows = _stage_rows(connection, plan.release)
    return {
        "previous": plan.previous,
        "semver": plan.semver,
        "tag": plan.tag,
        "package": plan.package,
        "title": plan.title,
        "repository": plan.repository,
        "branch": plan.branch,
        "commit": plan.commit,
        "digest": asked[-1].digest if asked else approved.digest_now(plan, rows),
        "stages": _stages(plan, stage_rows),
        "questions": [_question(question, circle, now) for question in asked],
        "ledger": [
            {"stage": stage, **dataclasses.asdict(row)}
            for stage in pipeline.STAGES
            for row in rows.get(stage, ())
        ],
        "left_out": [entry for row in stage_rows.values() for entry in row.left_out],
        "changes": [dataclasses.asdict(change) for change in plan.changes],
        "notes": plan.notes,
        "announcement": plan.announcement,
        "warnings": list(plan.warnings),
    }


def _stage_rows(connection: sa.Connection, release: str) -> dict[str, sa.Row[Any]]:
    found = connection.execute(sa.select(stages).where(stages.c.release == release))
    rows = {row.name: row for row in found}
    return {name: rows[name] for name in pipeline.STAGES if name in rows}


def _stages(plan: Plan, rows: dict[str, sa.Row[Any]]) -> list[Json]:
    names = [planned.name for segment in plan.segments for planned in segment.stages]
    return [
        {
            "name": name,
            "describes": pipeline.STAGES[name].describe(plan),
            "state": rows[name].state if name in rows else "planned",
            "started": rows[name].started if name in rows else None,
            "seconds": round(rows[name].seconds, 3) if name in rows else 0.0,
        }
        for name in names
    ]


def _question(question: Question, circle: Circle, now: str) -> Json:
    counted = approval.tally(question, circle, now)
    return {
        "id": question.id,
        "kind": question.kind,
        "state": counted.state,
        "digest": question.digest,
        "votes": [dataclasses.asdict(vote) for vote in question.votes],
        "needed": counted.needed,
        "awaits": list(counted.awaits) if counted.state == "open" else [],
        "asked": question.asked,
        "expires": question.expires,
    }


def _waits_for(connection: sa.Connection, release: str) -> str:
    found = sa.select(segments.c.waits_for).filter_by(release=release, state="due")
    return connection.execute(found).scalar() or ""


def _seconds(connection: sa.Connection, row: "sa.Row[Any]", now: str) -> Json:
    end = row.finished or now
    total = moments.seconds_between(row.created, end)
    waiting = sum(
        moments.seconds_between(asked, decided or end)
        for asked, decided in question_rows.open_times(connection, row.id)
    )
    by_stage = connection.execute(
        sa.select(stages.c.name, stages.c.seconds).where(stages.c.release == row.id)
    )
    return {
        "total": round(total, 3),
        "waiting": round(waiting, 3),
        "overhead": round(max(0.0, total - waiting - row.busy), 3),
        "stages": {stage.name: round(stage.seconds, 3) for stage in by_stage},
    }
