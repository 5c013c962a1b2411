"""announce: the announcement in every channel, once, when everything in it is installable."""

from bot import ports
from bot.domain import announcement, channels, ledger
from bot.domain.ledger import LedgerRow
from bot.domain.plan import Plan
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    where = ", ".join(channels.all_in_words(plan.announce))
    return f"Announce {plan.title} {plan.tag} in {where or 'no channel'}"


async def already_done(work: Work) -> Outcome:
    """Look through each channel for our own post, and whether it says what was approved."""
    return Outcome(rows=tuple([await _row(work, channel) for channel in work.plan.announce]))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Post where there is no post of ours yet; one that says something else is corrected."""
    for row in missing:
        where, text = channels.read(row.key), announcement.for_channel(work.plan, row.key)
        chat = work.chat(where.platform)
        post = await chat.find(where.id, _key(work.plan))
        if post is None:
            await chat.post(where.id, _key(work.plan), text)
        else:
            await chat.edit(post, text)


def _key(plan: Plan) -> str:
    return f"{plan.release}:announcement"


async def _row(work: Work, channel: str) -> LedgerRow:
    where = channels.read(channel)
    post = await work.chat(where.platform).find(where.id, _key(work.plan))
    if post is None:
        return ledger.missing("chat", channel)
    if post.digest != ports.text_digest(announcement.for_channel(work.plan, channel)):
        return ledger.missing("chat", channel, url=post.url, why="the post says something else")
    return ledger.done("chat", channel, url=post.url)
