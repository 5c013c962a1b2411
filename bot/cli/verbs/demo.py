"""`releasebot demo`: a bot with a sample project in the local world, to try it."""

from pathlib import Path
from typing import Annotated

import typer

from bot import errors

FOLDER = Path(".releasebot/demo")


def demo(
    bump: Annotated[
        str,
        typer.Argument(metavar="[BUMP]", help="Start this release at once: minor, 2.0.0, …"),
    ] = "",
    *,
    auto: Annotated[
        bool, typer.Option("--auto", help="Let scripted approvers vote, ask nobody, and end.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the demo that did not end.")
    ] = False,
    slack: Annotated[
        bool, typer.Option("--slack", help="With a local Slack, to be opened in a browser.")
    ] = False,
    discord: Annotated[
        bool, typer.Option("--discord", help="With a local Discord, to be opened in a browser.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --auto: print the end as one JSON object.")
    ] = False,
) -> None:
    """Try a bot with a sample project in a world on this machine; nothing leaves it."""
    from bot.cli.rehearsals import demonstrating, preparing, rehearsing  # noqa: PLC0415  # the engine is loaded only when it is needed

    session = preparing.Session(
        command="releasebot demo",
        folder=FOLDER,
        bump=bump,
        source=None,
        auto=auto,
        as_json=as_json,
        trusted=True,  # the sample is our own code
        resume=resume,
        slack=slack,
        discord=discord,
    )
    if as_json and not auto:
        raise errors.BadInput("--json tells how a demo ended, and only --auto ends.", "Say both.")
    if auto and (slack or discord):
        chat = "--slack" if slack else "--discord"
        raise errors.BadInput(f"{chat} is for people, and --auto asks none.", "Say one of them.")
    raise typer.Exit(rehearsing.run(session) if auto else demonstrating.run(session))
