"""`releasebot without [RELEASE]`: release without what is new on the branch."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def without(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Release without what is new on the branch; the votes stay."""
    return Asking(verb="without", words=words)
