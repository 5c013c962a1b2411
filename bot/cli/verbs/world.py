"""`releasebot world FOLDER`: the local world as a program of its own."""

from pathlib import Path
from typing import Annotated

import typer


def world(
    folder: Annotated[Path, typer.Argument(help="Where the world keeps its state and its ports.")],
) -> None:
    """Serve a local world: a GitHub stand-in, two package indexes and a chat log."""
    from bot.rehearsal.running import process  # noqa: PLC0415  # the servers are loaded only when needed

    process.run_world(folder)
