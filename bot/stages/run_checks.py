"""run_checks: the repository's own checks, in the sandbox, on the release commit."""

from bot.domain.approvals import bypass
from bot.domain.plans.plan import Check, Plan
from bot.domain.records import command_log, ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.stages.exporting import exported_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    names = ", ".join(check.name for check in plan.checks)
    return f"Run the checks {names}" if names else "Run no check: none is configured"


async def already_done(work: Work) -> Outcome:
    """Tell which checks already passed on this commit, or are passed by on a person's word."""
    rows = (bypass.passed(row, work.bypasses) for row in work.recorded("run_checks"))
    settled = {
        row.key: row
        for row in rows
        if row.state != "differs" and row.evidence.get("commit") == work.release_commit()
    }
    found = tuple(
        settled.get(check.name, ledger.missing("checks", check.name)) for check in work.plan.checks
    )
    return Outcome(rows=found, left_out=_not_configured(work.plan))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome:
    """Run each missing check on a tree of its own; every red one is told."""
    wanted = {row.key for row in missing}
    ran = {
        check.name: await _row(work, check) for check in work.plan.checks if check.name in wanted
    }
    rows = tuple(ran.get(row.key, row) for row in (await already_done(work)).rows)
    return Outcome(rows=rows, left_out=_not_configured(work.plan))


async def _row(work: Work, check: Check) -> LedgerRow:
    async with exported_release(work) as source:
        result = await work.outside.builder.check(source, check)
    log, gist = command_log.end(result.tail), command_log.gist(result.tail)
    seen = {"commit": work.release_commit(), "seconds": f"{result.seconds:.1f}", "log": log}
    if result.state == "passed":
        return ledger.done("checks", check.name, **seen, **({"detail": gist} if log else {}))
    return ledger.differs(
        "checks",
        check.name,
        why=f"the check {check.name} failed: {gist}",
        next=_remedy(work, check),
        **seen,
    )


def _remedy(work: Work, check: Check) -> str:
    """What to do about a red one; a commit that is tagged already takes no fix."""
    if work.plan.adopted:
        return "retry if it failed by chance, override it with a reason, or cancel this release"
    return f"make “{check.run}” pass and plan again with the fix, or override it with a reason"


def _not_configured(plan: Plan) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            target=f"check {name}",
            why="not configured, so nobody knows",
            remedy=f'add {name} = {{ run = "…" }} to [checks] in .releasebot.toml',
        )
        for name in plan.unconfigured_checks
    )
