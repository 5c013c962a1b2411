"""The terminal: a file for each verb; VERBS is the list of them."""

import sys
from typing import Annotated

import typer

import bot
from bot import errors
from bot.cli import build, demo, plan, rehearse, world

VERBS = (plan.plan, build.build, rehearse.rehearse, demo.demo, world.world)


def run() -> None:
    """Run one command; what goes wrong is told in two sentences and by the exit code."""
    try:
        application()()
    except errors.ReleasebotError as error:
        sys.stderr.write(f"{error.for_people()} [{error.reason}]\n")
        sys.exit(error.exit_code)
    except OSError as error:
        sys.stderr.write(
            f"{error.filename or 'The machine'}: {error.strerror or error}. "
            "Work in a folder where you may write, then try again.\n"
        )
        sys.exit(1)


def application() -> typer.Typer:
    """The command line with all its verbs."""
    app = typer.Typer(
        name="releasebot",
        help="Plan, build, approve, publish and announce releases.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_main)
    for verb in VERBS:
        app.command()(verb)
    return app


def _main(
    *,
    version: Annotated[bool, typer.Option("--version", help="Tell the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"releasebot {bot.__version__}\n")
        raise typer.Exit
