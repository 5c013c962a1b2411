"""land_release_commit: the branch moves forward to the approved commit, never by force."""

from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Move {plan.branch} forward to the release commit"


async def already_done(work: Work) -> Outcome:
    """Look where the branch is: on the release commit, before it, past it, or elsewhere."""
    return Outcome(rows=(await _row(work),))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Fast-forward from the planned commit."""
    await work.outside.code_host.set_branch(missing[0].key, work.release_commit(), work.plan.commit)


async def _row(work: Work) -> LedgerRow:
    plan, commit = work.plan, work.release_commit()
    head = await work.outside.code_host.branch_head(plan.branch)
    if head == commit:
        return ledger.done("git", plan.branch, commit=commit)
    if head == plan.commit:
        return ledger.missing("git", plan.branch, commit=commit)
    if head and await work.outside.repository.is_ancestor(commit, head):
        return ledger.done("git", plan.branch, commit=commit, head=head)
    return ledger.differs(
        "git",
        plan.branch,
        why=f"the branch {plan.branch} moved to {head or 'nothing'} after the plan was made",
        next="cancel this release and plan it again with the new commits",
    )
