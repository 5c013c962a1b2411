"""`releasebot plan PATH BUMP`: what a release of a local clone would be; nothing is changed."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer


def plan(
    path: Annotated[Path, typer.Argument(help="A local clone.")],
    bump: Annotated[str, typer.Argument(help="patch, minor, major, rc, … or a version.")],
    *,
    branch: Annotated[
        str | None, typer.Option("--branch", help="Plan from this branch, not the current one.")
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Allow a release without any new commit.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the plan as one JSON object on stdout.")
    ] = False,
) -> None:
    """Plan a release of a local clone: version, files, notes, targets. Changes nothing."""
    from bot.cli import planning  # noqa: PLC0415  # git and rich are loaded only when needed

    asked = planning.Asked(path=path, bump=bump, branch=branch, empty=empty, as_json=as_json)
    asyncio.run(planning.run(asked))
