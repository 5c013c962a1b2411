"""A real bot process that votes for itself and can be told where to die.

Run as `python -m tests.faults.mortal_bot FOLDER UNTIL [NUMBER MOMENT]`: works on the run folder's
release until it is "asked" or "ended", or gives it up once it is asked ("cancelled"), and kills
itself with SIGKILL `MOMENT` ("before" or "after") the effect of that number, counted from 1.
Prints the names of the effects, one a line. With a file `adopts` in the folder it works on what was
published by hand with the tag in it, instead of a minor release.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import main, ports, settings
from bot.domain.conversation import commands
from bot.releases.project import Project
from bot.stages.work import Outside

ENDED = ("done", "failed", "cancelled")
PATIENCE_SECONDS = 60.0

Die = Callable[[str, str], None]


class Mortal:
    """A port whose every effect is a chance to die."""

    def __init__(self, port: object, role: type, die: Die) -> None:
        """Stand before `port`."""
        self._port = port
        self._effects = ports.effects_of(role)
        self._die = die

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # any attribute of any port
        """The port's own, with the chances around an effect."""
        member = getattr(self._port, name)
        if name not in self._effects:
            return member

        async def mortal(*args: object, **kwargs: object) -> object:
            self._die(name, "before")
            answer = await member(*args, **kwargs)
            self._die(name, "after")
            return answer

        return mortal


def executioner(number: int, moment: str) -> Die:
    """Count the effects, tell their names, and kill at the right one."""
    seen = 0

    def die(name: str, now: str) -> None:
        nonlocal seen
        if now == "before":
            seen += 1
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
        if (seen, now) == (number, moment):
            os.kill(os.getpid(), signal.SIGKILL)

    return die


def endangered(project: Project, die: Die) -> Project:
    """The project with every port mortal that has effects."""
    outside = project.outside
    mortal: Any = Mortal
    return Project(
        rules=project.rules,
        outside=Outside(
            repository=outside.repository,
            code_host=mortal(outside.code_host, ports.CodeHost, die),
            builder=outside.builder,
            artifacts=outside.artifacts,
            indexes={
                name: mortal(index, ports.PackageIndex, die)
                for name, index in outside.indexes.items()
            },
            chats={name: mortal(chat, ports.Chat, die) for name, chat in outside.chats.items()},
        ),
    )


async def work(folder: Path, until: str, die: Die) -> None:
    """Start or find the release, vote or cancel, and go on until it is asked or ended."""
    configured = settings.read_settings(folder / "releasebot.toml")
    projects = await main.build_projects(configured)
    bot = main.assemble(
        configured, {name: endangered(each, die) for name, each in projects.items()}
    )
    async with bot.releases as releases, asyncio.timeout(PATIENCE_SECONDS):
        release = await releases.start(_request(folder))
        while True:
            status = await releases.status(release)
            asked = [q for q in status["questions"] if q["state"] == "open"]
            if status["state"] in ENDED or (asked and until == "asked"):
                sys.stderr.write(f"{status['state']} {status['error']}\n")
                return
            if asked and until == "cancelled":
                await releases.cancel(release, "alice", "not today")
            elif asked:
                await releases.vote(
                    commands.CastVote(
                        question=asked[0]["id"], person=asked[0]["awaits"][0], answer="approve"
                    )
                )
            await asyncio.sleep(0.05)


def _request(folder: Path) -> commands.StartRelease:
    note = folder / "adopts"
    tag = note.read_text() if note.exists() else ""
    bump = "" if tag else "minor"
    return commands.StartRelease(
        project="greeter", bump=bump, person="alice", delivery="1", adopts=tag
    )


if __name__ == "__main__":
    number, moment = (int(sys.argv[3]), sys.argv[4]) if sys.argv[3:] else (0, "")
    asyncio.run(work(Path(sys.argv[1]), sys.argv[2], executioner(number, moment)))
