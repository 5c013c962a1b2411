"""`releasebot reject [RELEASE] REASON`: say no, which ends the release."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def reject(
    words: Annotated[list[str], typer.Argument(metavar="[RELEASE] REASON", show_default=False)],
) -> Asking:
    """Say no, which ends the release."""
    return Asking(verb="reject", words=words)
