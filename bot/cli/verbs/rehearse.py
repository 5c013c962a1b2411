"""`releasebot rehearse [PATH] BUMP`: a whole release in a local world, here or by the bot."""

from pathlib import Path
from typing import Annotated

import typer

from bot import errors
from bot.cli import endings
from bot.cli.options import Asking, Options, with_options

FOLDER = Path(".releasebot/rehearse")
MOST = 2  # words


WORDS = "A clone or an address, if any, and a kind of release or a version."
Words = Annotated[list[str], typer.Argument(metavar="[PATH] BUMP", show_default=False, help=WORDS)]
BRANCH = "Without PATH: from this branch, not the default one."
Branch = Annotated[str, typer.Option("--branch", metavar="B", help=BRANCH)]


@with_options
def rehearse(
    options: Options,
    words: Words,
    branch: Branch = "",
    *,
    auto: Annotated[
        bool, typer.Option("--auto", help="Let scripted approvers vote, ask nobody.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the newest rehearsal that did not end.")
    ] = False,
    trusted: Annotated[
        bool,
        typer.Option(
            "--trust-this-repository", help="Run its code even where there is no sandbox."
        ),
    ] = False,
) -> int:
    """Rehearse a release: a copy of the clone or address PATH, which is never written to.

    Without PATH the bot rehearses its own project, with scripted approvers and none of its secrets.
    """
    with endings.with_errors(as_json=options.as_json):
        _check(words, alone=auto or resume or trusted, branch=branch)
    if len(words) < MOST:
        from bot.cli.speaking import asking  # noqa: PLC0415  # the engine is loaded only when it is needed

        source = ["from", branch] if branch else []
        return asking.run(Asking(verb="rehearse", words=[*words, *source], follows=True), options)
    from bot.cli.rehearsals import preparing, rehearsing  # noqa: PLC0415  # the same

    path, bump = words
    session = preparing.Session(
        command=f"releasebot rehearse {path} {bump}{' --auto' if auto else ''}",
        folder=FOLDER,
        bump=bump,
        source=path,
        auto=auto,
        as_json=options.as_json,
        trusted=trusted,
        resume=resume,
    )
    return rehearsing.run(session)


def _check(words: list[str], *, alone: bool, branch: str) -> None:
    """Raises `errors.BadInput` for what fits neither way."""
    is_here = len(words) == MOST
    if len(words) > MOST or (is_here and branch) or (alone and not is_here):
        raise errors.BadInput(
            "That fits neither a rehearsal of a PATH here nor one of the bot's project.",
            "Type releasebot rehearse PATH BUMP, with --auto, --resume or --trust-this-repository; "
            "or releasebot rehearse BUMP, with --branch.",
        )
