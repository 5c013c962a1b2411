"""Retrying a failed release: the same segment again, or first a new approval for it."""

import sqlalchemy as sa

from bot import errors
from bot.domain.approvals.policy import Circle
from bot.domain.plans.plan import Plan
from bot.domain.records import standing
from bot.releases import audit
from bot.releases.running import approved, conclusion, segments
from bot.releases.storage import ledger_rows, question_rows, release_rows, segment_rows


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
    failed = segment_rows.newest(connection, release, "failed")
    if row.state != "failed" or row.finished or failed is None:
        raise errors.Refused(
            f"This release {_became(row.state)}, so there is nothing to retry.",
            "Look at its status.",
            reason="nothing_to_retry",
        )
    plan = release_rows.plan_of(connection, release)
    kind = _void_approval(connection, plan, failed.name, roles, now)
    if kind:
        conclusion.ask(connection, plan, kind, failed.name, now)
    else:
        again(connection, release, failed.name, now)
    audit.append(
        connection,
        time=now,
        actor=person,
        action="retried",
        release=release,
        data={"segment": failed.name},
    )


def _became(state: str) -> str:
    """What became of a release that cannot be retried; one that failed would be, if it went on."""
    return "failed and has ended" if state == "failed" else standing.became(state)


def again(connection: sa.Connection, release: str, segment: str, now: str) -> None:
    """Schedule a segment that failed; its stages skip what is done."""
    segment_rows.schedule(connection, release, segment, now)
    release_rows.set_values(connection, release, state="running", error=None)


def _void_approval(
    connection: sa.Connection,
    plan: Plan,
    segment: str,
    roles: dict[str, frozenset[str]],
    now: str,
) -> str | None:
    """The kind of question that stands before the segment and whose answer does not hold now."""
    if segment not in {planned.name for planned in plan.segments}:
        return None
    stage = segments.planned(plan, segment).stages[0].name
    kind = approved.question_now(connection, plan, stage)
    why = _why_void(connection, plan, stage, roles)
    if kind is None or not why:
        return None
    question_rows.void_approved(connection, plan.release, kind, why, now)
    return kind


def _why_void(
    connection: sa.Connection, plan: Plan, stage: str, roles: dict[str, frozenset[str]]
) -> str:
    circle = Circle(requester=plan.requester, roles=roles)
    ledger = ledger_rows.load(connection, plan.release)
    try:
        approved.check(connection, plan, ledger, stage, circle)
    except errors.Refused as refused:
        return refused.sentence
    return ""
