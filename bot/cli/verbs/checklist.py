"""`releasebot checklist [RELEASE]`: the release guide's lists, shown and ticked."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def checklist(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RELEASE] [tick LINE EVIDENCE]", show_default=False),
    ] = None,
) -> Asking:
    """Show the release guide's three lists as they stand; tick what only a person can know."""
    return Asking(verb="checklist", words=words, acts=False)
