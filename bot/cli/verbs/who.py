"""`releasebot who [RELEASE]`: say for whom a release waits, and until when."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def who(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Say for whom a release waits, and until when."""
    return Asking(verb="who", words=words, acts=False)
