"""announce: the announcement in every channel, once, when everything in it is installable."""

from bot.domain import ledger
from bot.domain.ledger import LedgerRow
from bot.domain.plan import Plan
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    return f"Announce {plan.title} {plan.tag} in {', '.join(plan.announce) or 'no channel'}"


async def already_done(work: Work) -> Outcome:
    """Look through each channel for our own post."""
    return Outcome(rows=tuple([await _row(work, channel) for channel in work.plan.announce]))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Post where there is no post of ours yet."""
    for row in missing:
        await work.outside.chat.post(row.key, _key(work.plan), work.plan.announcement)


def _key(plan: Plan) -> str:
    return f"{plan.release}:announcement"


async def _row(work: Work, channel: str) -> LedgerRow:
    post = await work.outside.chat.find(channel, _key(work.plan))
    if post is None:
        return ledger.missing("chat", channel)
    return ledger.done("chat", channel, url=post.url)
