"""tag_release: an annotated tag that always points at the approved commit."""

from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.ports import Tag
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Tag the release commit as {plan.tag}"


async def already_done(work: Work) -> Outcome:
    """Look at the tag and compare the commit that it peels to."""
    name, commit = work.plan.tag, work.release_commit()
    tag = await work.outside.code_host.tag(name)
    if tag is None:
        return Outcome(rows=(ledger.missing("git", f"tag {name}", commit=commit),))
    if tag.commit == commit and tag.annotated:
        return Outcome(rows=(ledger.done("git", f"tag {name}", commit=commit),))
    row = ledger.differs(
        "git",
        f"tag {name}",
        commit=commit,
        found=tag.commit,
        why=f"the tag {name} exists already, {_what_is_wrong(tag, commit)}",
        next="find out who made it; release the next version, or delete the tag and retry",
    )
    return Outcome(rows=(row,))


def _what_is_wrong(tag: Tag, commit: str) -> str:
    if tag.commit != commit:
        return f"and points at {tag.commit}, not at {commit}"
    return "at the right commit, but it is not an annotated tag"


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:  # noqa: ARG001  # one tag
    """Make the annotated tag, dated as the plan."""
    plan = work.plan
    await work.outside.code_host.create_tag(
        plan.tag, work.release_commit(), f"Release {plan.tag}", plan.created
    )
