"""Retrying a failed release: the same segment again, or first a new approval for it."""

import sqlalchemy as sa

from bot import errors
from bot.domain.approval import Circle
from bot.domain.plan import Plan
from bot.releases import (
    approved,
    audit,
    conclusion,
    ledger_rows,
    release_rows,
    segment_rows,
    segments,
)


def retry(
    connection: sa.Connection,
    release: str,
    person: str,
    roles: dict[str, frozenset[str]],
    now: str,
) -> None:
    """Schedule what failed once more; what is already done is skipped. Refuses if nothing failed.

    Where the approval is void by now, people are asked again about the release as it is.
    """
    row = release_rows.get(connection, release)
    failed = segment_rows.failed(connection, release)
    if row.state != "failed" or row.finished or failed is None:
        raise errors.Refused(
            f"This release is {row.state}, so there is nothing to retry.",
            "Look at its status.",
            reason="nothing_to_retry",
        )
    plan = release_rows.plan_of(connection, release)
    stage = segments.planned(plan, failed.name).stages[0].name
    kind = approved.question_before(plan, stage)
    if kind and not _is_approved(connection, plan, stage, roles):
        conclusion.ask(connection, plan, kind, failed.name, now)
    else:
        segment_rows.schedule(connection, release, failed.name, now)
        release_rows.set_values(connection, release, state="running", error=None)
    audit.append(
        connection,
        time=now,
        actor=person,
        action="retried",
        release=release,
        data={"segment": failed.name},
    )


def _is_approved(
    connection: sa.Connection, plan: Plan, stage: str, roles: dict[str, frozenset[str]]
) -> bool:
    circle = Circle(requester=plan.requester, roles=roles)
    ledger = ledger_rows.load(connection, plan.release)
    try:
        approved.check(connection, plan, ledger, stage, circle)
    except errors.Refused:
        return False
    return True
