"""`releasebot plan [BUMP]` and `plan PATH BUMP`: what a release would be; nothing is changed."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Asking, Options, with_options


@with_options
def plan(
    options: Options,
    first: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A local clone; else the bot's project.")
    ] = "",
    second: Annotated[
        str, typer.Argument(metavar="[BUMP]", help="patch, minor, major, rc, … or a version.")
    ] = "",
    branch: Annotated[
        str, typer.Option("--branch", metavar="B", help="From this branch, not the current one.")
    ] = "",
    *,
    empty: Annotated[
        bool, typer.Option("--empty", help="Allow a release of a clone without any new commit.")
    ] = False,
) -> int:
    """Show what a release would be: version, files, notes, targets. Changes nothing."""
    if second:
        from bot.cli import planning  # noqa: PLC0415  # git and rich are loaded only when needed

        asked = planning.Asked(
            path=Path(first),
            bump=second,
            branch=branch or None,
            empty=empty,
            as_json=options.as_json,
        )
        asyncio.run(planning.run(asked))
        return 0
    from bot.cli.speaking import asking  # noqa: PLC0415  # the engine is loaded only when it is needed

    words = [*([first] if first else []), *(["from", branch] if branch else [])]
    return asking.run(Asking(verb="plan", words=words, acts=False), options)
