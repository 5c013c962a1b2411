"""`releasebot adopt TAG`: complete what somebody published by hand."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def adopt(
    tag: Annotated[
        str, typer.Argument(metavar="TAG|VERSION", help="What was published, such as v1.2.0.")
    ],
    *,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow/--no-follow", help="Stay and tell, until it ends or waits for people."
        ),
    ] = True,
) -> Asking:
    """Complete what was published by hand: check it, attach its files, announce it."""
    return Asking(verb="adopt", words=[tag], follows=follow)
