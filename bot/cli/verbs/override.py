"""`releasebot override [RELEASE] GATE REASON`: let a release pass a red gate."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def override(
    words: Annotated[
        list[str], typer.Argument(metavar="[RELEASE] GATE REASON", show_default=False)
    ],
) -> Asking:
    """Let a release pass a red gate, for a reason that everybody sees."""
    return Asking(verb="override", words=words)
