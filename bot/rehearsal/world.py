"""Starting, adopting and ending a local world; the one module that others need to have one."""

import contextlib
import json
import os
import signal
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import bot
from bot import errors
from bot.rehearsal.running import owner
from bot.rehearsal.running.folder_lock import is_locked
from bot.rehearsal.running.state import State, read_state

LOG = "world.log"
SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 5.0
PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class World:
    """A running world: where its sites are and what opens them.

    An index takes uploads at `{url}/legacy/` and lists them at `{url}/simple/`.
    """

    folder: Path
    github_url: str
    pypi_url: str
    testpypi_url: str
    chat_url: str
    github_token: str = field(repr=False)
    pypi_token: str = field(repr=False)
    testpypi_token: str = field(repr=False)


def start_world(folder: Path) -> World:
    """Start the world of this folder, or adopt it where it runs; ours is the process it serves."""
    folder = folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner.claim(folder)
    running = _running(folder)
    if running is None:
        running = _await_start(folder, _spawn(folder))
    return _world(folder, running)


def stop_world(folder: Path) -> None:
    """End the world of this folder, if it runs; what it remembers stays."""
    running = _running(folder.absolute())
    if running is None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(running.pid, number)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while is_locked(folder) and time.monotonic() < deadline:
            time.sleep(PAUSE)
        if not is_locked(folder):
            break
    _is_alive_child(running.pid)


def effects(world: World) -> list[dict[str, str]]:
    """The journal of everything that changed in the world: kind, target, key, digest."""
    rows: list[dict[str, str]] = _get(f"{world.chat_url}/_world/effects")["effects"]
    return rows


def _world(folder: Path, known: State) -> World:
    urls = {site: f"http://127.0.0.1:{port}" for site, port in known.ports.items()}
    return World(
        folder=folder,
        github_url=urls["github"],
        pypi_url=urls["pypi"],
        testpypi_url=urls["testpypi"],
        chat_url=urls["chat"],
        github_token=known.tokens["github"],
        pypi_token=known.tokens["pypi"],
        testpypi_token=known.tokens["testpypi"],
    )


def _running(folder: Path) -> State | None:
    """The state of a living world: the process behind its ports must say that it is this one."""
    known = read_state(folder)
    if known is None:
        return None
    try:
        answers = [_get(f"http://127.0.0.1:{p}/_world/health") for p in known.ports.values()]
    except (OSError, ValueError):
        return None
    ours = {"instance": known.instance, "pid": known.pid}
    return known if all(answer == ours for answer in answers) else None


def _get(url: str) -> dict[str, list[dict[str, str]]]:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=5) as answer:
        content: dict[str, list[dict[str, str]]] = json.load(answer)
    return content


def _spawn(folder: Path) -> int:
    """Start the process in a session of its own, so that our end is not its end."""
    log = str(folder / LOG)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-m", "bot.rehearsal.running.process", str(folder)],
        {"PYTHONPATH": str(Path(bot.__file__).parent.parent), "LC_ALL": "C.UTF-8"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _await_start(folder: Path, pid: int) -> State:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        alive = _is_alive_child(pid)
        running = _running(folder)
        if running is not None:
            if alive and running.pid != pid:
                _end_child(pid)  # another start was faster; ours must not wait for its end
            return running
        if not alive and not is_locked(folder):
            break
        time.sleep(PAUSE)
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    raise errors.Failed(
        f"The local world did not start: {lines[-1] if lines else 'it said nothing'}",
        f"Read {folder / LOG}, then try again.",
    )


def _end_child(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _is_alive_child(pid: int) -> bool:
    """Whether this child of ours lives; takes leave of it where it does not."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    return False
