"""`python -m bot.rehearsal.slack FOLDER [MANIFEST.json]`: a local Slack in a process of its own."""

import asyncio
import functools
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from bot import errors
from bot.rehearsal.running import folder_lock, owner
from bot.rehearsal.running.state import write_whole
from bot.rehearsal.slack import local_slack, transcript
from bot.rehearsal.slack.app_manifest import AppManifest, read_manifest
from bot.rehearsal.slack.desk import Secrets
from bot.rehearsal.slack.own_process import FILE
from bot.rehearsal.storage import Storage, open_storage

SECONDS_BETWEEN_LOOKS = 5.0


def serve(folder: Path, app: AppManifest) -> None:
    """Serve the Slack of this folder until a signal, or until its owner has been gone for long.

    `slack.json` says where it is and what opens it; both are kept for the next start.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder_lock.hold(folder), open_storage(folder) as storage:
        asyncio.run(_serve(storage, app))


async def _serve(storage: Storage, app: AppManifest) -> None:
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    known = _known(storage.folder / FILE)
    port, secrets = known or (None, None)
    async with local_slack.running(storage, app=app, secrets=secrets, port=port) as slack:
        slack.desk.keep = functools.partial(transcript.keep, storage.folder)
        told = {"url": slack.desk.url, "api_url": slack.api_url} | asdict(slack.secrets)
        told |= {"instance": slack.desk.instance, "pid": os.getpid()}
        write_whole(storage.folder / FILE, json.dumps(told, indent=2))
        watch = owner.Watch(storage.folder)
        while not over.is_set() and not watch.is_over():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), SECONDS_BETWEEN_LOOKS)


def _known(path: Path) -> tuple[int, Secrets] | None:
    """The port and the secrets of the last start."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    names = Secrets.__dataclass_fields__
    port = int(told["url"].rpartition(":")[2])
    return port, Secrets(**{name: told[name] for name in names})


def _manifest(arguments: list[str]) -> AppManifest:
    if not arguments:
        return AppManifest()
    try:
        return read_manifest(json.loads(Path(arguments[0]).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise errors.BadConfiguration(
            f"{arguments[0]} is not the manifest of a Slack app as JSON.",
            "Give the file that was written from the app's manifest.",
        ) from None


if __name__ == "__main__":
    try:
        serve(Path(sys.argv[1]).absolute(), _manifest(sys.argv[2:]))
    except errors.ReleasebotError as problem:
        sys.exit(problem.for_people())
