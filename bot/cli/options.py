"""Options: what every twin of a chat command takes besides its own arguments."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import endings

QUOTE = '"'

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The operator's file; else $RELEASEBOT_CONFIG, else ./releasebot.toml.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to find the bot, for whom to speak to it, and how to show what it answers."""

    config: Path | None = None
    project: str = ""
    actor: str = ""
    as_json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What to say to the bot, and what comes of it."""

    verb: str
    words: Sequence[str] | None = None  # as the shell took them apart
    acts: bool = True  # else no release needs to go on for it
    follows: bool = False  # whether to stay until it ends or waits for people, and tell that
    raw: str = ""  # the key of the answer that a pipe gets as it is, and nothing else
    digest: str = ""  # of the question that an approval is for, as it was read

    def line(self) -> str:
        """The line of the grammar; a word with spaces in it stays one word."""
        return " ".join((self.verb, *map(_quoted, self.words or ())))


def _shared(
    *,
    project: Annotated[
        str, typer.Option("--project", metavar="NAME", help="The project, if there are several.")
    ] = "",
    actor: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Act as somebody else, in a rehearsal.")
    ] = "",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """What `_command` adds to the arguments of a verb."""


def twin(compose: Callable[..., Asking]) -> Callable[..., None]:
    """A command of the terminal that says to the bot what `compose` makes of its arguments."""

    def say(options: Options, **typed: object) -> int:
        from bot.cli.speaking import asking  # noqa: PLC0415  # the engine is loaded only when it is needed

        with endings.with_errors(as_json=options.as_json):
            said = compose(**typed)
        return asking.run(said, options)

    return _command(compose, say, list(inspect.signature(compose).parameters.values()))


def with_options(function: Callable[..., int]) -> Callable[..., None]:
    """A command of the terminal that takes the options of a twin, and does something of its own.

    The function is given them first, and answers the exit code.
    """
    _, *own = inspect.signature(function).parameters.values()
    return _command(function, function, own)


def _command(
    named: Callable[..., object], body: Callable[..., int], own: list[inspect.Parameter]
) -> Callable[..., None]:
    def command(
        *, project: str, actor: str, config: Path | None, as_json: bool, **typed: object
    ) -> None:
        options = Options(config=config, project=project, actor=actor, as_json=as_json)
        raise typer.Exit(body(options, **typed))

    parameters = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in (*own, *inspect.signature(_shared).parameters.values())
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by typer
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    command.__name__, command.__doc__ = named.__name__, named.__doc__
    return command


def _quoted(word: str) -> str:
    has_space = any(sign.isspace() for sign in word)
    return f"{QUOTE}{word}{QUOTE}" if has_space and QUOTE not in word else word
