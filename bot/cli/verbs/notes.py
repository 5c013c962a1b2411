"""`releasebot notes [RELEASE] [--edit]`: show the notes, or change them."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def notes(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
    *,
    edit: Annotated[
        bool, typer.Option("--edit", help="Change them in $EDITOR, or take them from a pipe.")
    ] = False,
) -> Asking:
    """Show the notes of a release, in a pipe as Markdown; change them before it is approved."""
    if edit:
        return Asking(verb="notes", words=[*(words or ()), "edit"])
    return Asking(verb="notes", words=words, acts=False, raw="notes")
