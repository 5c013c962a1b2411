"""A local Discord as a process: `python -m bot.rehearsal.discord.process FOLDER`.

`FOLDER/discord.json` (0600) tells its addresses, its token and the ids of its sample guild; port,
token and ids are kept, so that a process killed and started anew is the same Discord. It ends at a
signal, when its folder is gone, or when the owner that claimed the folder has been gone for long.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot import errors
from bot.rehearsal.discord.local import local_discord
from bot.rehearsal.discord.own_process import FILE
from bot.rehearsal.discord.people.sample import make_sample
from bot.rehearsal.running import folder_lock, owner, state

SECONDS_BETWEEN_LOOKS = 1.0


def run(folder: Path) -> None:
    """Serve until a signal; one process for each folder."""
    folder = folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder_lock.hold(folder):
        asyncio.run(_serve(folder))


async def _serve(folder: Path) -> None:
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    before: dict[str, Any] = {}
    if (folder / FILE).exists():
        before = json.loads((folder / FILE).read_bytes())
    async with local_discord(folder, before.get("port")) as discord:
        known = {
            "pid": os.getpid(),
            "instance": discord.service.instance,
            "port": int(discord.url.rpartition(":")[2]),
            "url": discord.url,
            "api_url": discord.api_url,
            "gateway_url": discord.gateway_url,
            "token": discord.token,
            "application": discord.application,
            "sample": before.get("sample") or asdict(make_sample(discord.service)),
        }
        state.write_whole(folder / FILE, json.dumps(known, indent=2))
        await _until_over(folder, over)


async def _until_over(folder: Path, over: asyncio.Event) -> None:
    watch = owner.Watch(folder)
    while not over.is_set() and not _is_left(folder, watch):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), SECONDS_BETWEEN_LOOKS)


def _is_left(folder: Path, watch: owner.Watch) -> bool:
    """Whether the folder is gone, or somebody claimed it and has been gone for long."""
    return not folder.is_dir() or ((folder / owner.FILE).exists() and watch.is_over())


if __name__ == "__main__":
    try:
        run(Path(sys.argv[1]))
    except errors.ReleasebotError as problem:
        sys.exit(problem.for_people())
