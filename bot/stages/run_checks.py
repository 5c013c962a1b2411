"""run_checks: the repository's own checks, in the sandbox, on the release commit."""

from bot import errors
from bot.domain import ledger
from bot.domain.ledger import LedgerRow, LeftOut
from bot.domain.plan import Check, Plan
from bot.stages.exporting import exported_release
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    names = ", ".join(check.name for check in plan.checks)
    return f"Run the checks {names}" if names else "Run no check: none is configured"


async def already_done(work: Work) -> Outcome:
    """Tell which checks already passed on this commit."""
    commit = work.release_commit()
    passed = {
        row.key: row
        for row in work.recorded("run_checks")
        if row.state == "done" and row.evidence["commit"] == commit
    }
    rows = tuple(
        passed.get(check.name, ledger.missing("checks", check.name)) for check in work.plan.checks
    )
    return Outcome(rows=rows, left_out=_not_configured(work.plan))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome:
    """Run each missing check on a tree of its own; the first red one stops the release."""
    wanted = {row.key for row in missing}
    ran = {
        check.name: await _passed(work, check) for check in work.plan.checks if check.name in wanted
    }
    rows = tuple(ran.get(row.key, row) for row in (await already_done(work)).rows)
    return Outcome(rows=rows, left_out=_not_configured(work.plan))


async def _passed(work: Work, check: Check) -> LedgerRow:
    async with exported_release(work) as source:
        result = await work.outside.builder.check(source, check)
    if result.state != "passed":
        raise errors.BuildFailed(
            f"The check {check.name} failed: {_last_line(result.tail)}.",
            f"Make “{check.run}” pass, then release again.",
            reason="gate_red",
        )
    return ledger.done(
        "checks", check.name, commit=work.release_commit(), seconds=f"{result.seconds:.1f}"
    )


def _last_line(tail: str) -> str:
    lines = [line.strip() for line in tail.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"


def _not_configured(plan: Plan) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(
            target=f"check {name}",
            why="not configured, so nobody knows",
            remedy=f'add {name} = {{ run = "…" }} to [checks] in .releasebot.toml',
        )
        for name in plan.unconfigured_checks
    )
