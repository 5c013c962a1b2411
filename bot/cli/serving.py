"""Serving: one bot for a data folder, from its start to its orderly end."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from bot import doors, errors, settings
from bot.adapters.web import key
from bot.cli import door, logs
from bot.doors import OpenBot, OpenWeb

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # the last: its terminal was closed


def run(config: Path | None, *, allow_root: bool) -> int:
    """Serve until a signal comes; returns the exit code."""
    if os.geteuid() == 0 and not allow_root:
        raise errors.Refused(
            "This would serve as root, who may do far more than a release needs.",
            "Start it as a user of its own, or say --allow-root where root is all there is.",
            reason="root",
        )
    logs.to_stderr()
    asyncio.run(serve(door.configuration(config)))
    return 0


async def serve(config: Path) -> None:
    """Open the database, then the doors; tell when both are open."""
    configured = settings.read_settings(config)
    with ends_by_signal() as over:
        async with (
            doors.open_bot(configured) as bot,
            doors.open_web(configured, bot) as web,
        ):
            for line in await recovered(bot):
                say(line)
            settle()
            say(ready(web, configured.bot.data_dir))
            await over.wait()
            say("Ending; what is in flight goes on at the next start.")


def settle() -> None:
    """Let the garbage collector leave alone what stays as long as the bot does.

    To go through all of it takes a tenth of a second, in which nobody would be answered.
    """
    gc.collect()
    gc.freeze()


def ready(web: OpenWeb, folder: Path) -> str:
    """Where the bot is; its key is named by its place, because this line ends up in a log."""
    console = f" Its console: /console?key=KEY, with the KEY of {folder / key.FILE}."
    return f"releasebot is ready at {web.address}.{console if web.key else ''}"


async def recovered(bot: OpenBot) -> tuple[str, ...]:
    """One line on the releases that were under way when the bot ended; none where none was."""
    found = [await bot.releases.status(each) for each in await bot.releases.unfinished()]
    if not found:
        return ()
    named = (f"{s['project']} {s['version'] or s['bump']} ({s['state']})" for s in found)
    return (f"Going on with {', '.join(named)}.",)


@contextlib.contextmanager
def ends_by_signal() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C, SIGTERM and SIGHUP set, instead of breaking off what is under way.

    What whoever started this wants ignored, as `nohup` does, stays ignored.
    """
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    heard = [each for each in SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
    for number in heard:
        loop.add_signal_handler(number, over.set)
    try:
        yield over
    finally:
        for number in heard:
            loop.remove_signal_handler(number)


def say(line: str) -> None:
    """A line for whoever started the bot."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
