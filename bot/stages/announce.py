"""announce: the announcement in every channel, once, when everything in it is installable."""

from bot import errors, ports
from bot.domain import announcement, channels
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow
from bot.stages.work import Outcome, Work


def describe(plan: Plan) -> str:
    """One line for people."""
    where = ", ".join(channels.all_in_words(plan.announce))
    return f"Announce {plan.title} {plan.tag} in {where or 'no channel'}"


async def already_done(work: Work) -> Outcome:
    """Look through each channel for our own post, and whether it says what was approved."""
    return Outcome(rows=tuple([await _row(work, channel) for channel in work.plan.announce]))


async def run(work: Work, missing: tuple[LedgerRow, ...]) -> None:
    """Post where there is no post of ours yet; one that says something else is corrected.

    A channel that refuses keeps no other one from its announcement; then it is a person's turn.
    """
    refused: list[errors.Failed] = []
    for row in missing:
        try:
            await _announce(work, row.key)
        except errors.Failed as error:
            refused.append(error)
    if refused:
        raise refused[0]


async def _announce(work: Work, channel: str) -> None:
    where, text = channels.read(channel), announcement.for_channel(work.plan, channel)
    chat, rest = work.chat(where.platform), announcement.more(work.plan)
    post = await chat.find(where.id, _key(work.plan))
    if post is None:
        await chat.post(where.id, _key(work.plan), text, rest)
    else:
        await chat.edit(post, text, rest)


def _key(plan: Plan) -> str:
    return f"{plan.release}:announcement"


async def _row(work: Work, channel: str) -> LedgerRow:
    where = channels.read(channel)
    try:
        post = await work.chat(where.platform).find(where.id, _key(work.plan))
    except errors.Failed as refused:
        return ledger.missing("chat", channel, why=refused.sentence)
    if post is None:
        return ledger.missing("chat", channel)
    if post.digest != ports.text_digest(announcement.for_channel(work.plan, channel)):
        return ledger.missing("chat", channel, url=post.url, why="the post says something else")
    return ledger.done("chat", channel, url=post.url)
