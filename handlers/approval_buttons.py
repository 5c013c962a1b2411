"""What to do when a person answers a question."""

from bot.domain import commands
from bot.domain.approval import Tally
from handlers.desk import Desk


async def on_cast_vote(command: commands.CastVote, desk: Desk) -> Tally:
    """Count the vote; who may vote is the question's own policy, judged where it is counted."""
    return await desk.releases.vote(command)
