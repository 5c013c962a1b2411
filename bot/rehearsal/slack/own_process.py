"""Starting, adopting and ending a local Slack in a process of its own."""

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
from bot.rehearsal.slack.desk import Secrets

FILE = "slack.json"
LOG = "slack.log"
SECONDS_TO_START = 20.0
SECONDS_TO_STOP = 5.0
PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class SlackProcess:
    """A running local Slack: where it is, and what opens it."""

    url: str
    api_url: str
    secrets: Secrets


def start_slack(folder: Path, manifest: Path | None = None) -> SlackProcess:
    """Start the Slack of this folder, or adopt it where it runs; ours is the process it serves.

    `manifest` is the app's manifest as JSON. The folder is the Slack's alone.
    """
    folder = folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner.claim(folder)
    told = _running(folder)
    if told is None:
        told = _await_start(folder, _spawn(folder, manifest))
    secrets = Secrets(**{name: told[name] for name in Secrets.__dataclass_fields__})
    return SlackProcess(told["url"], told["api_url"], secrets)


def stop_slack(folder: Path) -> None:
    """End the Slack of this folder, if it runs; what it remembers stays."""
    told = _running(folder.absolute())
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


def _running(folder: Path) -> dict[str, Any] | None:
    """What `slack.json` says, where the process behind its address is that very one."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_bytes())
        with direct.open(f"{told['url']}/_slack/health", timeout=5) as answer:
            health = json.load(answer)
    except (OSError, ValueError, KeyError):
        return None
    return told if health == {"instance": told["instance"], "pid": told["pid"]} else None


def _await_start(folder: Path, pid: int) -> dict[str, Any]:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        is_alive = _is_alive_child(pid)
        told = _running(folder)
        if told is not None:
            return told
        if not is_alive and not folder_lock.is_locked(folder):
            break
        time.sleep(PAUSE)
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    raise errors.Failed(
        f"The local Slack did not start: {lines[-1] if lines else 'it said nothing'}",
        f"Read {folder / LOG}, then try again.",
    )


def _is_alive_child(pid: int) -> bool:
    """Whether this child of ours lives; takes leave of it where it does not."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    return False


def _spawn(folder: Path, manifest: Path | None) -> int:
    """Start the process in a session of its own, so that our end is not its end."""
    log = str(folder / LOG)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    arguments = [str(folder), *([str(manifest.absolute())] if manifest else [])]
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-m", "bot.rehearsal.slack", *arguments],
        {"PYTHONPATH": str(Path(bot.__file__).parent.parent), "LC_ALL": "C.UTF-8"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, log, flags, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
