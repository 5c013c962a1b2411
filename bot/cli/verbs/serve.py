"""`releasebot serve`: the bot itself, which works and answers until it is told to end."""

from typing import Annotated

import typer

from bot.cli.options import ConfigFile


def serve(
    *,
    config: ConfigFile = None,
    allow_root: Annotated[
        bool, typer.Option("--allow-root", help="Serve as root, as in a container.")
    ] = False,
) -> None:
    """Serve: carry releases on, answer in every door, end in order on Ctrl-C or SIGTERM."""
    from bot.cli import serving  # noqa: PLC0415  # the engine is loaded only when it is needed

    raise typer.Exit(serving.run(config, allow_root=allow_root))
