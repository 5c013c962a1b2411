"""`releasebot audit [RELEASE]`: who did what, and whether somebody altered the record of it."""

from typing import Annotated

import typer

from bot.cli.options import Asking, Options, with_options


@with_options
def audit(
    options: Options,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the whole record; exit code 1 if altered.")
    ] = False,
) -> int:
    """Show who did what, and when; --json exports every row."""
    from bot.cli.speaking import asking, auditing  # noqa: PLC0415  # the engine is loaded only when needed

    said = Asking(verb="audit", words=words, acts=False)
    if verify or options.as_json:
        return asking.started(auditing.examine(said, options, verify=verify), options)
    return asking.run(said, options)
