"""`releasebot release BUMP|VERSION`: plan a release and start it."""

from typing import Annotated

import typer

from bot import errors
from bot.cli.options import Asking, twin
from bot.domain import foreign_text
from bot.domain.conversation import usages
from bot.domain.conversation.typed_words import Word
from bot.domain.versions import version


@twin
def release(
    bump: Annotated[
        str,
        typer.Argument(
            metavar="BUMP|VERSION", help="patch, minor, major, rc, alpha, beta or X.Y.Z."
        ),
    ],
    branch: Annotated[
        str, typer.Option("--branch", metavar="B", help="From this branch, not the default one.")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="T", help="What the release is called in its posts.")
    ] = "",
    *,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow/--no-follow", help="Stay and tell, until it ends or waits for people."
        ),
    ] = True,
) -> Asking:
    """Plan a release and start it. Exit code 4 if it waits for people."""
    _refuse_other_verbs(bump)
    from_branch = ["from", branch] if branch else []
    titled = ["titled", title] if title else []
    return Asking(verb=bump, words=[*from_branch, *titled], follows=follow)


def _refuse_other_verbs(bump: str) -> None:
    """A kind of release is a verb of its own to the bot, which knows others as well."""
    if usages.bump(Word(bump, 0)) is None:
        raise errors.BadInput(
            f"“{foreign_text.printable(bump)}” is no kind of release and no version.",
            f"Nothing was done. Type {', '.join(version.BUMPS)}, or a version such as 1.2.0.",
            reason="not_a_version",
        )
