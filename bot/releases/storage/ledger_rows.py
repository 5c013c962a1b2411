"""Stages and their ledger rows in the database."""

import dataclasses
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.domain.plans import stage_facts
from bot.domain.records.ledger import LedgerRow
from bot.releases import changes
from bot.releases.storage.tables import ledger, stages


def load(connection: sa.Connection, release: str) -> Mapping[str, tuple[LedgerRow, ...]]:
    """The recorded rows of a release by stage, in their order."""
    rows = connection.execute(
        sa.select(ledger).where(ledger.c.release == release).order_by(ledger.c.position)
    )
    found: dict[str, tuple[LedgerRow, ...]] = {}
    for row in rows:
        entry = LedgerRow(target=row.target, key=row.key, state=row.state, evidence=row.evidence)
        found[row.stage] = (*found.get(row.stage, ()), entry)
    return found


def replace(
    connection: sa.Connection, release: str, stage: str, rows: tuple[LedgerRow, ...]
) -> None:
    """Record what a stage found now, instead of what it found before."""
    connection.execute(sa.delete(ledger).filter_by(release=release, stage=stage))
    for position, row in enumerate(rows):
        values = dataclasses.asdict(row)
        connection.execute(
            sa.insert(ledger).values(release=release, stage=stage, position=position, **values)
        )


def begin_stage(connection: sa.Connection, release: str, stage: str, started: str) -> None:
    """Record that the stage works since then; begun again after a crash, it works since before."""
    changes.touch(connection, release)
    fresh = insert(stages).values(
        release=release, name=stage, state="running", started=started, left_out=[]
    )
    since = sa.case((stages.c.state == "running", stages.c.started), else_=fresh.excluded.started)
    again = {"state": "running", "started": since}
    connection.execute(fresh.on_conflict_do_update(index_elements=["release", "name"], set_=again))


def plan_again(connection: sa.Connection, release: str) -> None:
    """Let every stage that has begun be one that is still to come; its time stays counted.

    What the gates said, they said of another commit.
    """
    connection.execute(sa.update(stages).filter_by(release=release).values(state="planned"))
    of_gates = ledger.c.stage.in_(stage_facts.GATES)
    connection.execute(sa.delete(ledger).where(ledger.c.release == release, of_gates))


def leave_out(
    connection: sa.Connection, release: str, stage: str, left_out: list[dict[str, str]]
) -> None:
    """Record that a stage is over without what it waited for."""
    over = {"state": "done", "left_out": left_out}
    connection.execute(sa.update(stages).filter_by(release=release, name=stage).values(over))


def end_stage(
    connection: sa.Connection,
    release: str,
    stage: str,
    *,
    state: str,
    seconds: float,
    left_out: list[dict[str, str]],
) -> bool:
    """Record how the stage ended, compare-and-set; False when that was recorded already."""
    changes.touch(connection, release)
    result = connection.execute(
        sa.update(stages)
        .filter_by(release=release, name=stage, state="running")
        .values(state=state, seconds=stages.c.seconds + seconds, left_out=left_out)
    )
    return result.rowcount == 1
