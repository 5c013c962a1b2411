"""`releasebot withdraw [RELEASE]`: take your vote back while the question is open."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def withdraw(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Take your vote back while the question is open."""
    return Asking(verb="withdraw", words=words)
