"""`releasebot approve [RELEASE]`: say yes to the open question of a release."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def approve(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
    *,
    digest: Annotated[
        str,
        typer.Option(
            "--digest", metavar="D", help="Only if this is what waits: the digest that status told."
        ),
    ] = "",
) -> Asking:
    """Say yes to the open question of a release. The yes that ships asks once more."""
    return Asking(verb="approve", words=words, digest=digest)
