"""Following a rehearsal of the bot's in a terminal, to its end."""

from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli import endings
from bot.cli.options import Options
from bot.cli.speaking import replies
from bot.cli.story import Story
from bot.domain.conversation.messages import Line
from bot.domain.rehearsals import rehearsal, words
from bot.domain.rehearsals.rehearsal import Rehearsal


async def follow(bot: ControlClient, id_: str, options: Options, console: Console) -> int:
    """Tell the story and the end; returns the exit code."""
    shown = await _to_its_end(bot, id_, console)
    told = words.make_card(shown)
    line = Line(text=f"{told.title}: {told.summary}", tone=told.tone)
    replies.show_blocks(console, (*told.blocks[1:], line, told.blocks[0]))
    if options.as_json:
        endings.print_json({"schema": 1, **rehearsal.to_json(shown)})
    return int(shown.error["exit_code"]) if shown.error else 0


async def _to_its_end(bot: ControlClient, id_: str, console: Console) -> Rehearsal:
    with Story(console) as story:
        async for told in bot.follow_rehearsal(id_):
            shown = rehearsal.from_json(told)
            if shown.status.get("stages"):
                story.update(dict(shown.status))
            if shown.is_over:
                return shown
    raise errors.Unknown(
        "The bot ended while it rehearsed, and the rehearsal with it.",
        "Nothing left this machine. Start the bot, then the rehearsal again.",
    )
