"""`releasebot cancel [RELEASE] [REASON]`: end a release before it is done."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def cancel(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE] [REASON]", show_default=False)
    ] = None,
) -> Asking:
    """End a release; what it made is removed if nothing of it is public."""
    return Asking(verb="cancel", words=words)
