"""`releasebot replan [RELEASE]`: plan a release again with what is new on its branch."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def replan(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
) -> Asking:
    """Plan a release again with what is new on its branch; everybody is asked anew."""
    return Asking(verb="replan", words=words)
