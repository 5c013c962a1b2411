"""`releasebot restore FILE --into FOLDER`: lay a backup out again."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson


def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="A new folder, or an empty one.")
    ],
    as_json: AsJson = False,
) -> None:
    """Verify a backup and lay it out in a new folder; says what to do next."""
    from bot.cli.backups import restoring  # noqa: PLC0415  # the database only when needed

    raise typer.Exit(restoring.run(archive, into, as_json=as_json))
