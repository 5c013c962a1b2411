"""The processes of the measurement: a local Slack, and a bot that is connected to it."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.rehearsal.slack import own_process, rehearsed_workspace

PROJECTS = ("north", "south", "west")
WORKSPACE = "workspace.json"
READY = "ready"


@contextlib.contextmanager
def workspace(folder: Path, people: Sequence[str]) -> Iterator[str]:
    """A local Slack, and a file that tells the bot where it is; its address."""
    furnished = rehearsed_workspace.furnish(folder / "slack", people, PROJECTS)
    told = {
        "api_url": furnished.process.api_url,
        "people": dict(furnished.people),
        "channels": dict(furnished.channels),
    }
    for name in ("bot_token", "app_token"):
        secret = folder / name
        secret.touch(mode=0o600)
        secret.write_text(getattr(furnished.process.secrets, name), encoding="utf-8")
    (folder / WORKSPACE).write_text(json.dumps(told), encoding="utf-8")
    try:
        yield furnished.process.url
    finally:
        own_process.stop_slack(folder / "slack")


@contextlib.contextmanager
def bot(folder: Path) -> Iterator[None]:
    """A bot that shows and hears three projects there."""
    command = [sys.executable, "-m", "benchmarks.slack_answers.serving", str(folder)]
    with (
        (folder / "bot.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, env=os.environ, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        first = process.stdout.readline() if process.stdout else ""
        if first.strip() != READY:
            raise RuntimeError((folder / "bot.log").read_text(encoding="utf-8"))
        try:
            yield
        finally:
            process.terminate()
