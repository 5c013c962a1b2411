"""`releasebot backup FILE|FOLDER`: one file with everything that a bot needs to go on elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson, ConfigFile


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER", help="In a folder it gets a name with a date.")
    ],
    *,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a backup, also while the bot works; no secret is in it."""
    from bot.cli.backups import backing_up  # noqa: PLC0415  # the database only when needed

    raise typer.Exit(backing_up.run(target, config, as_json=as_json))
