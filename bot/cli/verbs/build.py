"""`releasebot build PATH`: build, inspect and try the current commit of a local clone."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

FOLDER = Path(".releasebot/build")


def build(
    path: Annotated[Path, typer.Argument(help="A local clone; its current commit is built.")],
    *,
    version: Annotated[
        str | None, typer.Option("--version", help="The version, where no file states it.")
    ] = None,
    trust_this_repository: Annotated[
        bool, typer.Option("--trust-this-repository", help="Build even without a sandbox.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as one JSON object on stdout.")
    ] = False,
) -> None:
    """Build sdist and wheel in a sandbox, inspect them, and try the wheel. Publishes nothing."""
    from bot.cli import building  # noqa: PLC0415  # git and the builder are loaded when needed

    asked = building.Asked(
        path=path,
        version=version,
        folder=FOLDER,
        trust_this_repository=trust_this_repository,
        as_json=as_json,
    )
    raise typer.Exit(asyncio.run(building.run(asked)))
