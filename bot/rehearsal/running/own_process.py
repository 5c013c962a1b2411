"""Starting, adopting and ending a local chat in a process of its own."""

import contextlib
import json
import os
import signal
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot import errors
from bot.rehearsal.running import folder_lock, owner

Json = dict[str, Any]

SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 5.0
PAUSE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProcess:
    """A kind of process: its module takes a folder, and writes there where it is.

    That file has its `url`, its `pid` and the `instance` that its `health` path tells as well.
    """

    name: str  # as people call it
    module: str
    file: str
    log: str
    health: str

    def start(self, folder: Path, *arguments: str) -> Json:
        """What the process of this folder told of itself; it is started, or adopted where it runs.

        Ours is the process it serves. The folder is that process's alone.
        """
        folder = folder.absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner.claim(folder)
        told = self._running(folder)
        return told or self._await_start(folder, self._spawn(folder, arguments))

    def stop(self, folder: Path) -> None:
        """End the process of this folder, if it runs; what it remembers stays."""
        folder = folder.absolute()
        told = self._running(folder)
        if told is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(told["pid"], number)
            deadline = time.monotonic() + SECONDS_TO_STOP
            while folder_lock.is_locked(folder) and time.monotonic() < deadline:
                time.sleep(PAUSE)
            if not folder_lock.is_locked(folder):
                break
        _is_alive_child(told["pid"])

    def _running(self, folder: Path) -> Json | None:
        """What its file says, where the process behind its address is that very one."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            told: Json = json.loads((folder / self.file).read_bytes())
            with direct.open(f"{told['url']}{self.health}", timeout=5) as answer:
                health = json.load(answer)
            ours = {"instance": told["instance"], "pid": told["pid"]}
        except (OSError, ValueError, KeyError):
            return None
        return told if health == ours else None

    def _await_start(self, folder: Path, pid: int) -> Json:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            is_alive = _is_alive_child(pid)
            told = self._running(folder)
            if told is not None:
                return told
            if not is_alive and not folder_lock.is_locked(folder):
                break
            time.sleep(PAUSE)
        log = folder / self.log
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise errors.Failed(
            f"The local {self.name} did not start: {lines[-1] if lines else 'it said nothing'}",
            f"Read {log}, then try again.",
        )

    def _spawn(self, folder: Path, arguments: tuple[str, ...]) -> int:
        """Start the process in a session of its own, so that our end is not its end."""
        log = str(folder / self.log)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", self.module, str(folder), *arguments],
            {"PYTHONPATH": str(Path(bot.__file__).parent.parent), "LC_ALL": "C.UTF-8"},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )


def _is_alive_child(pid: int) -> bool:
    """Whether this child of ours lives; takes leave of it where it does not."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    return False
