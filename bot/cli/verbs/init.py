"""`releasebot init [PATH]`: write both configuration files with what a repository tells."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def init(
    path: Annotated[Path, typer.Argument(help="A local clone.")] = Path(),
    *,
    github: Annotated[
        str, typer.Option("--github", metavar="OWNER/NAME", help="Where it is on GitHub.")
    ] = "",
    write: Annotated[
        bool, typer.Option("--write/--print", help="Write the files, or print them on stdout.")
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there; each is kept as .bak.")
    ] = False,
    schema: Annotated[
        Literal["operator", "repository"] | None,
        typer.Option("--schema", help="Print the JSON Schema of a file instead, for editors."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was found as one JSON object on stdout.")
    ] = False,
) -> None:
    """Look at a clone and write .releasebot.toml there and releasebot.toml here."""
    from bot.cli import initialising  # noqa: PLC0415  # git and the settings, only when needed

    if schema:
        initialising.print_schema(schema)
        return
    asked = initialising.Asked(path=path, github=github, write=write, force=force, as_json=as_json)
    initialising.run(asked)
