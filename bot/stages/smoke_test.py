"""smoke_test: the wheel installs, imports and knows its version on every supported interpreter."""

from bot import errors
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.ports import NOT_HERE, SmokeResult
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return (
        f"Install and import the wheel on Python {', '.join(plan.pythons) or 'as the bot has it'}"
    )


async def already_done(work: Work) -> Outcome:
    """Tell whether the wheel already passed."""
    passed = work.recorded("smoke_test")
    if passed and all(row.evidence.get("wheel") == _wheel(work) for row in passed):
        return Outcome(rows=passed)
    return Outcome(rows=(ledger.missing("smoke", work.plan.package),))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> Outcome:  # noqa: ARG001  # all at once
    """Try every interpreter at the same time; one that this machine lacks is left out, visibly."""
    results = await work.outside.builder.smoke_test(
        work.artifacts(),
        package=work.plan.package,
        version=work.plan.version,
        pythons=work.plan.pythons,
    )
    _stop_if_failed(results)
    return Outcome(
        rows=tuple(
            ledger.done(
                "smoke", f"python {result.python}", detail=result.detail, wheel=_wheel(work)
            )
            for result in results
            if result.state == "passed"
        ),
        left_out=tuple(_left_out(result) for result in results if result.state == "unknown"),
    )


def _wheel(work: Work) -> str:
    wheels = [artifact.sha256 for artifact in work.artifacts() if artifact.kind == "wheel"]
    return f"sha256:{wheels[0]}" if wheels else ""


def _stop_if_failed(results: tuple[SmokeResult, ...]) -> None:
    failed = [result for result in results if result.state == "failed"]
    if failed:
        raise errors.BuildFailed(
            f"The wheel does not work on Python {failed[0].python}: {failed[0].detail}",
            "Repair the package, then release again.",
            reason="smoke_test_failed",
        )
    if not any(result.state == "passed" for result in results):
        raise errors.BuildFailed(
            "The wheel could not be tried: no supported interpreter is on this machine.",
            f"Install one, for example with: uv python install {results[0].python}."
            if results
            else "State requires-python in pyproject.toml.",
            reason="smoke_test_failed",
        )


def _left_out(result: SmokeResult) -> LeftOut:
    return LeftOut(
        target=f"python {result.python}",
        why=result.detail,
        remedy=f"uv python install {result.python}"
        if result.detail == NOT_HERE
        else "retry when the package index answers",
    )
