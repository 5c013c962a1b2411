"""A whole release in the local world: prepare the world, drive the release, tell the story."""

import asyncio
import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import errors, main, settings
from bot.cli import cards, run_folders
from bot.cli.driving import Driver
from bot.rehearsal import operator_file, rehearsed_project, world

Json = dict[str, Any]

LOG = "releasebot.log"
UNKNOWN = 5
FAILED = 1
WAITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How the command was called, and by which words. `source` None is the sample project."""

    command: str
    folder: Path
    bump: str
    source: str | None
    auto: bool
    as_json: bool
    trusted: bool  # whether its code may be run where there is no sandbox
    resume: bool = False


STOPPED = 130


def run(session: Session) -> int:
    """Rehearse from a terminal, where Ctrl-C is an answer too; returns the exit code."""
    try:
        return asyncio.run(rehearse(session))
    except KeyboardInterrupt:
        resumable = run_folders.unfinished_run(session.folder)
        words = f"Go on with: {session.command} --resume" if resumable else "Start it again."
        sys.stderr.write(f"Stopped; nothing is lost. {words}\n")
        return STOPPED


async def rehearse(session: Session) -> int:
    """Rehearse; returns the exit code. With --json an error is an object on stdout as well."""
    try:
        return await _run(session)
    except errors.ReleasebotError as error:
        if session.as_json:
            _print({"schema": 1, "state": "failed", "error": error.to_json()})
        raise


async def _run(session: Session) -> int:
    console = Console(stderr=session.as_json)
    folder = _resumed(session) if session.resume else _prepared(session, console)
    try:
        world.start_world(folder / "world")
        status = await _drive(session, folder, console)
    finally:
        world.stop_world(folder / "world")
    return _tell_end(session, folder, status, console)


def _resumed(session: Session) -> Path:
    folder = run_folders.unfinished_run(session.folder)
    if folder is None:
        raise errors.Refused(
            "There is no unfinished run to resume.", "Start a new one: leave out --resume."
        )
    return folder


def _prepared(session: Session, console: Console) -> Path:
    if left := run_folders.unfinished_run(session.folder):
        console.print(
            f"An unfinished run is in {left}; --resume goes on with it. This one is new.",
            soft_wrap=True,
            highlight=False,
        )
    folder = run_folders.new_run(session.folder)
    console.print("Preparing the local world …")
    try:
        running = world.start_world(folder / "world")
        chosen = rehearsed_project.choose(running, session.source)
        operator_file.write_operator_file(folder, running, chosen)
    except BaseException:
        world.stop_world(folder / "world")
        run_folders.mark_ended(folder)
        raise
    run_folders.mark_ready(folder, {"project": chosen.name, "bump": session.bump})
    return folder


async def _drive(session: Session, folder: Path, console: Console) -> Json:
    request = run_folders.request_of(folder)
    logging.basicConfig(filename=folder / LOG, level=logging.INFO, force=True)
    configured = settings.read_settings(folder / "releasebot.toml")
    bot = await main.build_bot(configured, trust_this_repository=session.trusted)
    async with bot.releases:
        driver = Driver(bot.desk, console, ask_people=not session.auto)
        return await driver.drive(request["project"], request["bump"], delivery=str(folder))


def _tell_end(session: Session, folder: Path, status: Json, console: Console) -> int:
    code = exit_code(status)
    if status["finished"]:
        run_folders.mark_ended(folder)
    if code != WAITS:
        cards.show_end(console, status)
    else:
        console.print("It waits for an approval.")
    if code:
        again = "" if status["finished"] else f" Go on with: {session.command} --resume."
        console.print(f"The log is {folder / LOG}.{again}", soft_wrap=True, highlight=False)
    if session.as_json:
        _print(status)
    return code


def _print(shape: Json) -> None:
    sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")


def exit_code(status: Json) -> int:
    """0 done and every ledger row seen, else what kind of not-done it is."""
    if status["error"]:
        return int(status["error"]["exit_code"])
    if status["state"] == "waiting":
        return WAITS
    states = {row["state"] for row in status["ledger"]}
    if "unknown" in states:
        return UNKNOWN
    return 0 if status["state"] == "done" and states <= {"done", "skipped"} else FAILED
