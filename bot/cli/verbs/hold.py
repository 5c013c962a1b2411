"""`releasebot hold [RELEASE] REASON`: let nothing more begin for now."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def hold(
    words: Annotated[list[str], typer.Argument(metavar="[RELEASE] REASON", show_default=False)],
) -> Asking:
    """Let nothing more of a release begin until somebody resumes."""
    return Asking(verb="hold", words=words)
