"""The stages of a release as its status shows them, and where its time went."""

from typing import Any

import sqlalchemy as sa

from bot import stages as pipeline
from bot.domain import moments
from bot.domain.plans.plan import Plan
from bot.releases.storage import question_rows
from bot.releases.storage.tables import segments, stages

Json = dict[str, Any]
Rows = dict[str, sa.Row[Any]]  # by stage


def load(connection: sa.Connection, release: str) -> Rows:
    """What is recorded of the stages that have begun, in the order of the pipeline."""
    found = connection.execute(sa.select(stages).where(stages.c.release == release))
    rows = {row.name: row for row in found}
    return {name: rows[name] for name in pipeline.STAGES if name in rows}


def of(plan: Plan, rows: Rows, now: str) -> list[Json]:
    """Every planned stage with its state, and the clean-up where there is one."""
    names = [planned.name for segment in plan.segments for planned in segment.stages]
    names += [pipeline.CLEAN_UP] if pipeline.CLEAN_UP in rows else []
    return [
        {
            "name": name,
            "describes": pipeline.STAGES[name].describe(plan),
            "state": rows[name].state if name in rows else "planned",
            "started": rows[name].started if name in rows else None,
            "seconds": round(_spent(rows[name], now), 3) if name in rows else 0.0,
        }
        for name in names
    ]


def _spent(row: sa.Row[Any], now: str) -> float:
    """The time that a stage took; of one that runs, also since it began this time."""
    begun = moments.seconds_between(row.started, now) if row.state == "running" else 0.0
    return float(row.seconds + max(0.0, begun))


def waits_for(connection: sa.Connection, release: str) -> str:
    """What of the world the release waits for, "" where it does not."""
    found = sa.select(segments.c.waits_for).filter_by(release=release, state="due")
    return connection.execute(found).scalar() or ""


def seconds(connection: sa.Connection, row: sa.Row[Any], now: str) -> Json:
    """The whole time, what of it people took, and what was neither theirs nor the world's."""
    end = row.finished or now
    total = moments.seconds_between(row.created, end)
    waiting = sum(
        moments.seconds_between(asked, decided or end)
        for asked, decided in question_rows.open_times(connection, row.id)
    )
    by_stage = connection.execute(sa.select(stages).where(stages.c.release == row.id))
    return {
        "total": round(total, 3),
        "waiting": round(waiting, 3),
        "overhead": round(max(0.0, total - waiting - row.busy), 3),
        "stages": {stage.name: round(_spent(stage, end), 3) for stage in by_stage},
    }
