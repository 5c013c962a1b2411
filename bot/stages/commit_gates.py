"""Gates of a commit that is to be released: its notes, what CI and issues say."""

from dataclasses import replace

from bot.domain.approvals import bypass, gates
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.stages.work import Outcome, Waiting, Work

NO_CHECKS = LeftOut(
    target=bypass.CHECKS_OF_THE_COMMIT,
    why="the code host reports no check for it",
    remedy="let CI run on the branch, then plan again",
)

CI_SECONDS = 15.0  # until CI is looked at again


async def look(work: Work) -> Outcome:
    """A row for each gate; what still runs is waited for."""
    checked = await (_required(work) if work.plan.required else _whatever_reports(work))
    blocker = gates.blocker_row(await work.outside.code_host.open_issues(gates.BLOCKER))
    return replace(checked, rows=(_notes(work.plan), *checked.rows, blocker))


def _notes(plan: Plan) -> LedgerRow:
    if plan.notes.strip():
        return ledger.done(
            "ready", bypass.NOTES, source=plan.notes_source, changes=str(len(plan.changes))
        )
    return ledger.differs(
        "ready",
        bypass.NOTES,
        why="the release has no notes",
        next="write a line under [Unreleased]",
    )


async def _required(work: Work) -> Outcome:
    """The checks that the operator requires; one that still runs is waited for."""
    plan = work.plan
    reported = await work.outside.code_host.reported_checks(plan.commit)
    rows = [gates.check_row(each, plan.commit, reported) for each in plan.required]
    running = [row.key for row in rows if row.state == "missing"]
    on = f"the {' and the '.join(running)}"
    return Outcome(
        rows=tuple(row for row in rows if row.state != "missing"),
        waiting=Waiting(on=on, seconds=CI_SECONDS) if running else None,
    )


async def _whatever_reports(work: Work) -> Outcome:
    """Everything that CI says about the commit, as one."""
    plan = work.plan
    state = await work.outside.code_host.check_state(plan.commit)
    if state == "none":
        return Outcome(rows=(), left_out=(NO_CHECKS,))
    if state == "pending":
        return Outcome(rows=(), waiting=Waiting(on="the commit's checks", seconds=CI_SECONDS))
    return Outcome(rows=(_checks(plan, state),))


def _checks(plan: Plan, state: str) -> LedgerRow:
    if state == "success":
        return ledger.done("ready", bypass.CHECKS_OF_THE_COMMIT, state=state, commit=plan.commit)
    again = "" if plan.adopted else "plan again with the fix, "
    return ledger.differs(
        "ready",
        bypass.CHECKS_OF_THE_COMMIT,
        why=f"CI says {state} for {plan.commit[:12]}",
        next=f"make CI green for this commit and retry, {again}or override it with a reason",
    )
