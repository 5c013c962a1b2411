"""Restoring: what a finished release lost since is brought back by the stage that made it."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot import errors
from bot.domain.approvals.policy import Circle
from bot.domain.records import standing
from bot.releases import audit
from bot.releases.controls import retrying
from bot.releases.running import approved, segments
from bot.releases.storage import ledger_rows, release_rows


def can_be_restored(row: "sa.Row[tuple[object, ...]]") -> bool:
    """Whether the release has come to its end, and nothing of it works now."""
    return bool(row.finished) and row.state == "done"


def restore(
    connection: sa.Connection,
    release: str,
    person: str,
    roles: dict[str, frozenset[str]],
    now: str,
    vanished: Sequence[str],
) -> None:
    """Let the stages run again whose effects have vanished, if their approval still holds.

    Until they have, the release is one like any other: it can be held, retried and given up.
    """
    row = release_rows.get(connection, release)
    if not can_be_restored(row):
        raise errors.Refused(
            f"This release {standing.became(row.state)}, and only what a finished one has lost is "
            "brought back.",
            "Look at its status.",
            reason="nothing_to_retry",
        )
    plan = release_rows.plan_of(connection, release)
    circle = Circle(requester=plan.requester, roles=roles)
    rows = ledger_rows.load(connection, release)
    for stage in vanished:
        approved.check(connection, plan, rows, stage, circle)
    segment = segments.of_stage(plan, vanished[0])
    release_rows.take_lock(connection, plan)
    release_rows.set_values(connection, release, finished=None)
    retrying.again(connection, release, segment.name, now)
    audit.append(
        connection,
        time=now,
        actor=person,
        action="retried",
        release=release,
        data={"segment": segment.name, "vanished": list(vanished)},
    )
