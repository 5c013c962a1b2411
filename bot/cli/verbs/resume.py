"""`releasebot resume [RELEASE]`: let a held release go on."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def resume(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Let a held release go on."""
    return Asking(verb="resume", words=words)
