"""Doors: a bot at work, the socket for programs of this machine, and the web."""

import asyncio
import contextlib
import functools
import logging
import tempfile
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import main
from bot.adapters import temporary_folders
from bot.adapters.chat.console import Console
from bot.adapters.control import server as control
from bot.adapters.web import server
from bot.adapters.web.hooks import Hook
from bot.main import platforms
from bot.ports import Reception, Releases
from bot.releases.service import DurableReleases
from bot.settings import Settings
from handlers import timers

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBot:
    """A bot that works and answers at its socket in `folder`."""

    releases: Releases
    reception: Reception
    console: Console
    folder: Path
    hooks: tuple[Hook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWeb:
    """Where the bot is reached; `key` opens the console, "" where there is none."""

    address: str
    key: str

    def console(self) -> str:
        """The whole address of the console."""
        return f"{self.address}/console?key={self.key}"


@contextlib.asynccontextmanager
async def open_bot(
    configured: Settings, *, trust_this_repository: bool = False, works: bool = True
) -> AsyncIterator[OpenBot]:
    """Open the database, go on with what was begun, then open the socket.

    One that does not `work` answers only whoever opened it: its socket is in a folder of its own.
    """
    bot = await main.build_bot(configured, trust_this_repository=trust_this_repository, works=works)
    people = main.local_people(configured)
    async with contextlib.AsyncExitStack() as opened:
        releases = await opened.enter_async_context(bot.releases)
        folder = configured.bot.data_dir
        if not works:
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="releasebot-")))
        for platform in bot.platforms:
            live = bot.releases.live_messages
            await opened.enter_async_context(platform.connected(bot.reception, live))
        await opened.enter_async_context(_running(bot.herald.follow()))
        await opened.enter_async_context(
            control.open_socket(folder, bot.reception, releases, people)
        )
        if works:
            keeping = functools.partial(_keep_house, configured, bot.releases)
            await opened.enter_async_context(_running(timers.daily(keeping)))
        yield OpenBot(
            releases=releases,
            reception=bot.reception,
            console=bot.console,
            folder=folder,
            hooks=platforms.hooks(bot.platforms),
        )


@contextlib.asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep_house(configured: Settings, releases: DurableReleases) -> None:
    """Remove what nobody needs any more: of releases that ended, and of builds that were killed."""
    await releases.tidy(configured.retention.limits())
    for name in await asyncio.to_thread(temporary_folders.remove_leftovers):
        logger.info("removed the temporary folder %s of a process that was killed", name)


@contextlib.asynccontextmanager
async def open_web(configured: Settings, bot: OpenBot) -> AsyncIterator[OpenWeb]:
    """Health for everybody, the console for whoever has its key."""
    site = main.site_of(configured, bot.releases, bot.reception, bot.console, bot.hooks)
    async with server.open_server(server.make_app(site), configured.bot.listen) as address:
        yield OpenWeb(address=address, key=site.key if configured.console else "")
