"""check_ready: the branch is where the plan saw it, and the version is free everywhere."""

from dataclasses import replace

from bot.domain.approvals import bypass
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages import commit_gates
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Check that {plan.branch} can be released as {plan.version}"


async def already_done(work: Work) -> Outcome:
    """Look at the branch, the notes, what CI and issues say, and every place of the version."""
    checked = await commit_gates.look(work)
    rows = [
        await _branch(work),
        *checked.rows,
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
