"""check_ready: the branch is where the plan saw it, and the version is free everywhere."""

from dataclasses import replace

from bot.domain.approvals import bypass, gates
from bot.domain.plans import stage_facts
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


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Check that {plan.branch} can be released as {plan.version}"


async def already_done(work: Work) -> Outcome:
    """Look at the branch, the notes, what CI and issues say, and every place of the version."""
    checked = await (_required(work) if work.plan.required else _whatever_reports(work))
    rows = [
        await _branch(work),
        _notes(work.plan),
        *checked.rows,
        gates.blocker_row(await work.outside.code_host.open_issues(gates.BLOCKER)),
        await _tag_is_free(work),
        *[await _version_is_free(work, name) for name in work.outside.indexes],
    ]
    passed = tuple(bypass.passed(row, work.bypasses) for row in rows)
    return replace(checked, rows=passed)


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Nothing to bring about: what is not ready differs, and a person decides."""


async def _branch(work: Work) -> LedgerRow:
    plan = work.plan
    head = await work.outside.code_host.branch_head(plan.branch)
    if head == plan.commit or await _may_land_later(work, head):
        return ledger.done("ready", f"branch {plan.branch}", commit=plan.commit)
    return ledger.differs(
        "ready",
        f"branch {plan.branch}",
        why=f"the branch {plan.branch} is at {head or 'nothing'}, "
        f"the plan was made from {plan.commit}",
        next="plan the release again",
    )


async def _may_land_later(work: Work, head: str | None) -> bool:
    """Whether a merge can still bring the release commit into a branch that went on."""
    plan = work.plan
    if head is None or plan.land == "fast-forward":
        return False
    return await work.outside.repository.is_ancestor(plan.commit, head)


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
    return ledger.differs(
        "ready",
        bypass.CHECKS_OF_THE_COMMIT,
        why=f"CI says {state} for {plan.commit[:12]}",
        next="make CI green for this commit and retry, plan again with the fix, or override it "
        "with a reason",
    )


async def _tag_is_free(work: Work) -> LedgerRow:
    tag = await work.outside.code_host.tag(work.plan.tag)
    if tag is None:
        return ledger.done("ready", f"tag {work.plan.tag} is free")
    return ledger.differs(
        "ready",
        f"tag {work.plan.tag} is free",
        why=f"the tag {tag.name} already points at {tag.commit}",
        next="release the next version",
    )


async def _version_is_free(work: Work, name: str) -> LedgerRow:
    plan = work.plan
    files = await work.outside.indexes[name].files(plan.package, plan.version)
    if not files:
        return ledger.done("ready", f"{plan.version} is free on {name}")
    return ledger.differs(
        "ready",
        f"{plan.version} is free on {name}",
        why=f"{stage_facts.place(name).name} already lists {files[0].name} "
        f"with sha256 {files[0].sha256}",
        next="release the next version",
    )
