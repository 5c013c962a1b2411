"""`releasebot status [RELEASE] [--probe]`: look a release up at every destination."""

from typing import Annotated

import typer

from bot import errors
from bot.cli.options import Asking, Options, with_options


@with_options
def status(
    options: Options,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE]", show_default=False)
    ] = None,
    *,
    probe: Annotated[
        bool, typer.Option("--probe", help="Any version, also one that the bot did not release.")
    ] = False,
) -> int:
    """Look a release up at every destination: done, missing, differs or unknown."""
    from bot.cli.speaking import asking  # noqa: PLC0415  # the engine is loaded only when it is needed

    if not probe:
        return asking.run(Asking(verb="status", words=words, acts=False), options)
    if not words:
        raise errors.BadInput(
            "--probe needs a version.", "Type for example: releasebot status 1.2.0 --probe"
        )
    from bot.cli.speaking import probing  # noqa: PLC0415  # the same

    return asking.started(probing.probe(words[0], options), options)
