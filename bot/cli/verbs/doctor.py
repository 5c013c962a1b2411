"""`releasebot doctor [NAME]`: what stands against a first release, and what to do about it."""

from typing import Annotated

import typer

from bot.cli.options import AsJson, ConfigFile


def doctor(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]",
            help="One project, or one examination like github; else everything.",
            show_default=False,
        ),
    ] = "",
    *,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Examine machine, configuration and destinations; change nothing."""
    from bot.cli import diagnosing  # noqa: PLC0415  # the engine is loaded only when it is needed

    raise typer.Exit(diagnosing.run(config, name, as_json=as_json))
