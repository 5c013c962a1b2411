"""A machine whose rehearsals are small programs of a test's."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.clock import SystemClock
from bot.adapters.git import GitRepository
from bot.adapters.rehearsals.processes import House, RehearsalProcesses, Source
from bot.domain.rehearsals.rehearsal import Asked, Rehearsal
from tests.fakes.real_git import make_released

SECRET = "ghs_0123456789abcdefghij"  # noqa: S105  # nobody's
DONE = 'print(\'{"state": "done", "version": "1.2.0"}\')'
SLEEPS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print('{"stages": [], "version": "%d"}' % child.pid, flush=True)
time.sleep(600)
"""
LOOKS = """
import json, os, pathlib, subprocess, sys
def git(*words):
    return subprocess.check_output(["git", "-C", sys.argv[1], *words], text=True).split()
pathlib.Path("runs/1").mkdir(parents=True)
pathlib.Path("runs/1/releasebot.log").write_text("logged")
sys.stderr.write("said")
refs, head = git("for-each-ref", "--format=%(refname)"), git("symbolic-ref", "HEAD")
mode = oct(os.stat(".").st_mode)[-3:]
print(json.dumps({"state": "done", "title": mode, "tag": refs, "branch": head}))
"""
TELLS_ALL = """
import json, os
known = {"title": dict(os.environ), "tag": sorted(os.listdir("/proc/self/fd"))}
print(json.dumps({"state": "done", **known}))
"""
FAILS = f"""
import json
error = {{"code": "gate_red", "sentence": "Red.", "next": "Mend it.", "exit_code": 1}}
row = {{"state": "differs", "evidence": {{"log": "token {SECRET} \\x1b[31m"}}}}
print(json.dumps({{"state": "failed", "error": error, "ledger": [row]}}))
"""


class Machine:
    """Rehearsals whose child is a small program of the test's."""

    def __init__(self, folder: Path) -> None:
        """Two projects, of which there is one repository."""
        self.folder = folder / "rehearsals"
        origin = make_released(folder / "origin")
        mirror = GitRepository.mirror(folder / "mirror", f"file://{origin.folder}", allow_file=True)
        names = ("greeter", "other", "third")
        self.sources = {name: Source(repository=mirror, land="fast-forward") for name in names}
        self.program = DONE
        self.given: list[tuple[Any, ...]] = []

    def processes(self, **limits: float) -> RehearsalProcesses:
        """Those of a bot that starts now."""
        house = House(
            clock=SystemClock(),
            limits=Limits(**{"seconds": 60.0, **limits}),  # type: ignore[arg-type]  # a test's own
            command=self._command,
        )
        return RehearsalProcesses(self.folder, self.sources, house)

    def _command(self, *words: object, trusted: bool) -> list[str]:
        self.given.append((*words, trusted))
        return [sys.executable, "-c", self.program, str(words[0])]

    def left(self) -> set[str]:
        """What stands in the folders of all rehearsals."""
        return {path.name for path in self.folder.glob("*/*")}


def asked(project: str = "greeter", number: int = 1, **changes: Any) -> Asked:  # noqa: ANN401  # a field
    """Alice asks."""
    wanted = {"id": f"r-{number}", "project": project, "bump": "minor", "person": "alice"}
    return Asked(**(wanted | changes))


async def until(
    changes: AsyncIterator[Rehearsal], is_so: Callable[[Rehearsal], object]
) -> Rehearsal:
    """The first state that is so."""
    async with asyncio.timeout(30):
        async for shown in changes:
            if is_so(shown):
                return shown
    raise AssertionError


def is_over(shown: Rehearsal) -> bool:
    """Whether it ended."""
    return shown.is_over


async def ended(rehearsals: RehearsalProcesses, wanted: Asked | None = None) -> Rehearsal:
    """Begin one, and wait for its end."""
    changes = rehearsals.changes()
    await rehearsals.start(wanted or asked())
    return await until(changes, is_over)


async def is_gone(pid: int) -> None:
    """Wait until there is no such process."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(pid)
