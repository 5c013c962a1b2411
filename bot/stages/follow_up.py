"""follow_up: the milestone of the version is closed, once nothing in it is open any more."""

from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow, LeftOut
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Close the milestone of {plan.tag}, if there is one and nothing in it is open"


async def already_done(work: Work) -> Outcome:
    """Look for a milestone that is called like the version, and for what is open in it."""
    found = await work.outside.code_host.milestone(titles(work.plan))
    if found is None:
        return Outcome(rows=())
    key = f"milestone {found.title}"
    if not found.is_open:
        return Outcome(rows=(ledger.done("github", key, url=found.url),))
    if found.open_issues:
        return Outcome(rows=(), left_out=(_still_open(key, found.open_issues),))
    return Outcome(rows=(ledger.missing("github", key, url=found.url, number=str(found.number)),))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Close it; what was planned for it stays in it."""
    await work.outside.code_host.close_milestone(int(missing[0].evidence["number"]))


def titles(plan: Plan) -> tuple[str, ...]:
    """What people call the milestone of a version, the likeliest name first."""
    version = plan.version
    names = (plan.tag, version, plan.semver, f"v{version}", f"{plan.package} {version}")
    return tuple(dict.fromkeys(names))


def _still_open(key: str, count: int) -> LeftOut:
    things = "1 issue is" if count == 1 else f"{count} issues are"
    return LeftOut(
        target=key,
        why=f"{things} still open in it, and closing it would hide that",
        remedy="move them to another milestone, then close it at GitHub",
    )
