"""Folders of rehearsals: a record and the logs of the last few, and the work of those that run."""

import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.builder import workshop
from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Rehearsal

KEPT = 5  # whose logs can still be read
RECORD = "record.json"
PID = "pid"
LOG = "rehearsal.log"  # what the child said
OWN_LOG = "releasebot.log"  # what the bot of the local world logged
WORK = "work"  # everything else, gone when it is over
SECONDS_TO_DIE = 5.0


class Folders:
    """What stands in the folder of all rehearsals."""

    def __init__(self, parent: Path) -> None:
        """Look there; nothing is made before the first rehearsal."""
        self._parent = parent.absolute()
        self._making = threading.Lock()  # a new folder is nobody's until its record is written

    def make(self, begun: Rehearsal) -> Path:
        """The folder of a new rehearsal, with a place to work in; old ones make room."""
        folder = self.of(begun.asked.id)
        with self._making:
            self._parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
            (folder / WORK).mkdir(mode=0o700)
            (folder / WORK / "tmp").mkdir(mode=0o700)
            self.write(begun)
            for old in self.over()[:-KEPT]:
                workshop.remove_tree(self.of(old.asked.id))
        return folder

    def of(self, id_: str) -> Path:
        """The folder of a rehearsal."""
        return self._parent / id_

    def write(self, shown: Rehearsal) -> None:
        """Keep its record, which is the old one or the new one at any instant."""
        path = self.of(shown.asked.id) / RECORD
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(rehearsal.to_json(shown)), encoding="utf-8")
        partial.replace(path)

    def started(self, id_: str, pid: int) -> None:
        """Remember the child, for whoever has to end it."""
        (self.of(id_) / PID).write_text(str(pid), encoding="ascii")

    def clear(self, id_: str) -> None:
        """Keep the logs, remove everything else that it worked with."""
        folder = self.of(id_)
        for own in sorted((folder / WORK).glob(f"runs/*/{OWN_LOG}")):
            own.replace(folder / OWN_LOG)
        workshop.remove_tree(folder / WORK)
        (folder / PID).unlink(missing_ok=True)

    def interrupted(self) -> tuple[Rehearsal, ...]:
        """Those that were broken off by the end of a bot, oldest first; nothing of them runs on."""
        found = [each for each in self._records() if not each.is_over]
        for each in found:
            _end(self.of(each.asked.id))
            self.clear(each.asked.id)
        return tuple(found)

    def over(self) -> list[Rehearsal]:
        """Those whose logs are kept, oldest first."""
        return [each for each in self._records() if each.is_over]

    def _records(self) -> list[Rehearsal]:
        """What is recorded, oldest first; a folder without a record is nobody's, and removed."""
        found = list(self._read()) if self._parent.is_dir() else []
        return sorted(found, key=lambda each: each.begun)

    def _read(self) -> Iterator[Rehearsal]:
        for folder in self._parent.iterdir():
            try:
                yield rehearsal.from_json(json.loads((folder / RECORD).read_bytes()))
            except (OSError, ValueError):
                workshop.remove_tree(folder)


def _end(folder: Path) -> None:
    """Kill the child of a bot that was killed, if the process of that number still is that one."""
    try:
        pid = int((folder / PID).read_text(encoding="ascii"))
        command = Path("/proc", str(pid), "cmdline").read_bytes()
    except (OSError, ValueError):
        return
    if os.fsencode(folder) not in command:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + SECONDS_TO_DIE
    while Path("/proc", str(pid)).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
