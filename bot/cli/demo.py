"""`releasebot demo`: a whole release of the sample project in the local world."""

from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path(".releasebot/demo")


def demo(
    bump: Annotated[str, typer.Argument(help="patch, minor, major, rc, … or a version.")] = "minor",
    *,
    auto: Annotated[
        bool, typer.Option("--auto", help="Let scripted approvers vote, ask nobody.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the demo that did not end.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the end as one JSON object on stdout.")
    ] = False,
) -> None:
    """Release the sample project in a world on this machine; nothing leaves it."""
    from bot.cli import rehearsing  # noqa: PLC0415  # the engine is loaded only when it is needed

    session = rehearsing.Session(
        command="releasebot demo",
        folder=FOLDER,
        bump=bump,
        source=None,
        auto=auto,
        as_json=as_json,
        trusted=True,  # the sample is our own code
        resume=resume,
    )
    raise typer.Exit(rehearsing.run(session))
