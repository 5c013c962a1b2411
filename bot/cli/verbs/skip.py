"""`releasebot skip [RELEASE] STAGE REASON`: leave a stage out, for a reason that everybody sees."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def skip(
    words: Annotated[
        list[str], typer.Argument(metavar="[RELEASE] STAGE REASON", show_default=False)
    ],
) -> Asking:
    """Leave a stage out, for a reason that everybody sees."""
    return Asking(verb="skip", words=words)
