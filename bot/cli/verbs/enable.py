"""`releasebot enable PROJECT`: let a project be released for real, once the doctor is content."""

from typing import Annotated

import typer

from bot.cli.options import ConfigFile


def enable(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="Its name in the file.")],
    *,
    config: ConfigFile = None,
) -> None:
    """Let a project be released for real, if the doctor finds nothing wrong."""
    from bot.cli import enabling  # noqa: PLC0415  # the engine is loaded only when it is needed

    enabling.run(config, project)
