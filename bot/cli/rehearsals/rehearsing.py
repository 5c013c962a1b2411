"""A whole release in the local world: prepare the world, drive the release, tell the story."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import errors, main, settings
from bot.cli import endings, logs
from bot.cli.rehearsals import lines, preparing, run_folders
from bot.cli.rehearsals.driving import Driver
from bot.cli.rehearsals.preparing import LOG, SETTINGS, WORLD, Session
from bot.cli.speaking import following
from bot.rehearsal import world

Json = dict[str, Any]

USUAL_BUMP = "minor"


def run(session: Session) -> int:
    """Rehearse from a terminal, where Ctrl-C is an answer too; returns the exit code."""
    try:
        return asyncio.run(rehearse(session))
    except KeyboardInterrupt:
        resumable = run_folders.unfinished_run(session.folder)
        words = f"Go on with: {session.command} --resume" if resumable else "Start it again."
        sys.stderr.write(f"Stopped; nothing is lost. {words}\n")
        return endings.STOPPED


async def rehearse(session: Session) -> int:
    """Rehearse; returns the exit code. With --json an error is an object on stdout as well."""
    try:
        return await _run(session)
    except errors.ReleasebotError as error:
        failed = {"schema": 1, "state": "failed", "error": error.to_json()}
        if session.lines:
            lines.Lines().tell(failed)
        elif session.as_json:
            endings.print_json(failed)
        raise


async def _run(session: Session) -> int:
    console = Console(stderr=session.as_json or session.lines)
    if session.resume:
        folder = preparing.unfinished(session)
    else:
        folder = preparing.prepare(session, console)
    try:
        world.start_world(folder / WORLD)
        status = await _drive(session, folder, console)
    except errors.BadInput:
        run_folders.mark_ended(folder)  # it would be refused again
        raise
    finally:
        world.stop_world(folder / WORLD)
    return _tell_end(session, folder, status, console)


async def _drive(session: Session, folder: Path, console: Console) -> Json:
    request = run_folders.request_of(folder)
    logs.to_file(folder / LOG)
    configured = settings.read_settings(folder / SETTINGS)
    bot = await main.build_bot(configured, trust_this_repository=session.trusted)
    async with bot.releases:
        told = {"on_look": lines.Lines().tell} if session.lines else {}
        ask_people = not session.auto
        driver = Driver(bot.releases, bot.reception, console, ask_people=ask_people, **told)
        bump = request["bump"] or USUAL_BUMP
        return await driver.drive(request["project"], bump, delivery=str(folder))


def _tell_end(session: Session, folder: Path, status: Json, console: Console) -> int:
    code = endings.exit_code(status)
    if status["finished"]:
        run_folders.mark_ended(folder)
    if code != endings.WAITS:
        following.show_rest(console, status)
    else:
        console.print("It waits for an approval.")
    if code:
        advice = what_next(session, folder, status)
        console.print(advice, soft_wrap=True, markup=False, highlight=False)
    if session.as_json:
        endings.print_json(status)
    return code


def what_next(session: Session, folder: Path, status: Json) -> str:
    """The words that fit a rehearsal: it knows one commit, so a repair is rehearsed anew."""
    lines = [f"The log is {folder / LOG}."]
    if not status["finished"]:
        lines.append(f"Go on with the same commit: {session.command} --resume")
        if status["state"] == "failed" and session.source:
            lines.append(f"Or commit what mends it, and rehearse that: {session.command}")
    return "\n".join(lines)
