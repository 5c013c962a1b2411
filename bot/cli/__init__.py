"""The terminal: a file for each verb in `verbs`; VERBS is the list of them, as help shows it."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import bot
from bot import errors
from bot.cli.verbs import (
    adopt,
    approve,
    audit,
    backup,
    build,
    cadence,
    cancel,
    checklist,
    demo,
    doctor,
    enable,
    help,  # noqa: A004  # the verb
    hold,
    init,
    list,  # noqa: A004  # the verb
    next,  # noqa: A004  # the verb
    notes,
    override,
    plan,
    rehearse,
    reject,
    release,
    replan,
    restore,
    resume,
    retry,
    serve,
    skip,
    status,
    who,
    whoami,
    withdraw,
    without,
    world,
)
from bot.domain.versions import version

VERBS = {
    "Release": (release.release, plan.plan, rehearse.rehearse, adopt.adopt, next.next_),
    "Look": (
        status.status,
        list.list_,
        cadence.cadence,
        who.who,
        checklist.checklist,
        notes.notes,
        audit.audit,
        whoami.whoami,
        help.help_,
    ),
    "Vote": (approve.approve, reject.reject, withdraw.withdraw),
    "Steer": (
        hold.hold,
        resume.resume,
        replan.replan,
        without.without,
        cancel.cancel,
        retry.retry,
        skip.skip,
        override.override,
    ),
    "Run the bot": (
        init.init,
        doctor.doctor,
        enable.enable,
        serve.serve,
        backup.backup,
        restore.restore,
    ),
    "Try it here": (demo.demo, build.build, world.world),
}


def run() -> None:
    """Run one command; what goes wrong is told in two sentences and by the exit code."""
    try:
        check_verb(sys.argv[1:])
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


def check_verb(typed: Sequence[str]) -> None:
    """Raises `errors.BadInput` where a kind of release or a version stands first, as in a chat."""
    first = typed[0] if typed else ""
    if first in version.BUMPS or version.read_version(first):
        raise errors.BadInput(
            f"{first} says what to release; a terminal begins with a command.",
            f"Nothing was done. Type: releasebot release {first}",
        )


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
    for panel, verbs in VERBS.items():
        for verb in verbs:
            app.command(verb.__name__.rstrip("_"), rich_help_panel=panel)(verb)
    return app


def _main(
    *,
    version: Annotated[bool, typer.Option("--version", help="Tell the version and stop.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"releasebot {bot.__version__}\n")
        raise typer.Exit
