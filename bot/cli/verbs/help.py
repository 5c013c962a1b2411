"""`releasebot help [VERB]`: the commands, and how the bot is configured."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin

IN_THE_CHAT = {"release": "minor"}  # what the terminal calls otherwise


@twin
def help_(
    words: Annotated[list[str] | None, typer.Argument(metavar="[VERB]", show_default=False)] = None,
) -> Asking:
    """Explain what can be said to the bot, with its configuration; --help explains a command."""
    asked = [IN_THE_CHAT.get(word, word) for word in words or ()]
    return Asking(verb="help", words=asked, acts=False)
