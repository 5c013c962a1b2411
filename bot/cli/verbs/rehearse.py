"""`releasebot rehearse PATH BUMP`: the whole release of a copy of any Python project."""

from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path(".releasebot/rehearse")


def rehearse(
    path: Annotated[str, typer.Argument(help="A local clone, or the address of a repository.")],
    bump: Annotated[str, typer.Argument(help="patch, minor, major, rc, … or a version.")],
    *,
    auto: Annotated[
        bool, typer.Option("--auto", help="Let scripted approvers vote, ask nobody.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the newest rehearsal that did not end.")
    ] = False,
    trusted: Annotated[
        bool,
        typer.Option(
            "--trust-this-repository", help="Run its code even where there is no sandbox."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the end as one JSON object on stdout.")
    ] = False,
) -> None:
    """Rehearse a release with a copy of the project; the original is never written to."""
    from bot.cli.rehearsals import preparing, rehearsing  # noqa: PLC0415  # the engine is loaded only when it is needed

    session = preparing.Session(
        command=f"releasebot rehearse {path} {bump}{' --auto' if auto else ''}",
        folder=FOLDER,
        bump=bump,
        source=path,
        auto=auto,
        as_json=as_json,
        trusted=trusted,
        resume=resume,
    )
    raise typer.Exit(rehearsing.run(session))
