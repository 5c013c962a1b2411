"""`releasebot retry [RELEASE]`: start what failed again; what is there already is left alone."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def retry(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Start what failed again; what is there already is left alone."""
    return Asking(verb="retry", words=words, follows=True)
