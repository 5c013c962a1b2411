"""The tag that somebody made by hand: it has to stay where the plan found it."""

from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages.work import Work


async def row(work: Work, target: str) -> LedgerRow:
    """How the tag stands to the commit of the plan, whatever kind of tag it is."""
    plan, key = work.plan, f"tag {work.plan.tag}"
    tag = await work.outside.code_host.tag(plan.tag)
    if tag and tag.commit == plan.commit:
        return ledger.done(target, key, commit=plan.commit)
    where = f"points at {tag.commit}" if tag else "is gone"
    return ledger.differs(
        target,
        key,
        why=f"the tag {plan.tag} {where}; it was adopted at {plan.commit}",
        next="find out who moved it; cancel this release, and adopt the version again",
    )
