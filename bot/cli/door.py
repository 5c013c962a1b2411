"""The door to the bot: the one that serves the data folder, else one of our own for a moment."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot import errors, settings
from bot.adapters.control import client as control
from bot.adapters.control.client import ControlClient
from bot.cli.options import Options
from bot.settings import Settings, environment

VARIABLE = "RELEASEBOT_CONFIG"
USUAL = "releasebot.toml"
ALONE = "No bot serves this folder, so the release goes on in this terminal.\n"
SECONDS_TO_WAIT = 10.0  # for a command that only looks; a bot that works can be spoken to
SECONDS_BETWEEN = 0.1


@dataclass(frozen=True, slots=True)
class Door:
    """A bot that answers; `is_own` says that it works in this process and ends with it."""

    bot: ControlClient
    is_own: bool


def configuration(given: Path | None) -> Path:
    """The operator's file: as given, else as the environment says, else the usual one here."""
    return given or Path(environment.variable(VARIABLE) or USUAL)


@contextlib.asynccontextmanager
async def open_door(options: Options, *, works: bool) -> AsyncIterator[Door]:
    """Find the bot, or be it; one of our own lets releases go on only where it `works`."""
    configured = settings.read_settings(configuration(options.config))
    async with contextlib.AsyncExitStack() as opened:
        own = await _own(opened, configured, works=works)
        folder = own or configured.bot.data_dir
        client = await opened.enter_async_context(
            control.connected(folder, project=options.project, actor=options.actor)
        )
        yield Door(client, is_own=own is not None)


async def _own(
    opened: contextlib.AsyncExitStack, configured: Settings, *, works: bool
) -> Path | None:
    """Where a bot of our own answers; None where one serves.

    A command that only looks holds the folder for a moment: that moment is waited for.
    """
    from bot import doors  # noqa: PLC0415  # the engine is loaded only where no bot serves

    patience = time.monotonic() + SECONDS_TO_WAIT
    while not control.is_served(configured.bot.data_dir):
        try:
            bot = await opened.enter_async_context(doors.open_bot(configured, works=works))
        except errors.Refused as error:
            if error.reason != "folder_in_use" or time.monotonic() > patience:
                raise
            await asyncio.sleep(SECONDS_BETWEEN)
        else:
            if works:
                sys.stderr.write(ALONE)
            return bot.folder
    return None
