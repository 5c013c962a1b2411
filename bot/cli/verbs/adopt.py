"""`releasebot adopt TAG`: complete what somebody tagged or published by hand."""

from typing import Annotated

import typer

from bot.cli.options import Asking, twin


@twin
def adopt(
    tag: Annotated[
        str,
        typer.Argument(metavar="TAG|VERSION", help="What was tagged or published, such as v1.2.0."),
    ],
    *,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow/--no-follow", help="Stay and tell, until it ends or waits for people."
        ),
    ] = True,
) -> Asking:
    """Complete what was tagged or published by hand: check, add what it lacks, announce."""
    return Asking(verb="adopt", words=[tag], follows=follow)
