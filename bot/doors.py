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
from bot.main import platforms, webhooks
from bot.ports import Inbox, Reception, Releases
from bot.releases.service import DurableReleases
from bot.settings import Settings
from handlers import notices, rehearsing, timers
from handlers.github_events import deliveries, missed

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBot:
    """A bot that works and answers at its socket in `folder`."""

    releases: Releases
    reception: Reception
    console: Console
    folder: Path
    inbox: Inbox
    hooks: tuple[Hook, ...] = ()  # where the platforms send what happened


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
        if bot.rehearsals:  # a new one would be taken for one of the last bot's
            await opened.enter_async_context(bot.rehearsals)
        for platform in bot.platforms:
            await opened.enter_async_context(platform.connected(bot.reception, bot.live))
        await opened.enter_async_context(_running(bot.herald.follow()))
        if bot.rehearsals:
            await opened.enter_async_context(_running(rehearsing.follow(bot.desk)))
        await opened.enter_async_context(
            control.open_socket(folder, bot.reception, releases, people, bot.rehearsals)
        )
        if works:
            keeping = functools.partial(_keep_house, configured, bot.releases)
            await opened.enter_async_context(_running(timers.daily(keeping)))
            await opened.enter_async_context(_hearing(configured, bot))
        yield OpenBot(
            releases=releases,
            reception=bot.reception,
            console=bot.console,
            folder=folder,
            inbox=bot.releases.inbox,
            hooks=platforms.hooks(bot.platforms),
        )


@contextlib.asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    task.add_done_callback(_say_why_it_ended)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _say_why_it_ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("a part of the bot has stopped; start it anew", exc_info=error)


@contextlib.asynccontextmanager
async def _hearing(configured: Settings, bot: main.Bot) -> AsyncIterator[None]:
    """Work on what the code host sends, see what it could not, and tell people what they miss."""
    async with contextlib.AsyncExitStack() as opened:
        if configured.github.webhook_secret and configured.projects:
            desk = webhooks.event_desk(
                configured, bot.ours, bot.releases, bot.live, bot.reception, bot.platforms
            )
            around = functools.partial(missed.look_around, webhooks.watch(bot.ours, desk), desk)
            inbox = deliveries.work(bot.releases.inbox, desk)
            await opened.enter_async_context(_running(inbox))
            again = timers.daily(around, missed.EVERY_SECONDS)
            await opened.enter_async_context(_running(again))
        elif configured.projects:
            logger.info("GitHub's webhooks are not taken: [github] has no webhook_secret.")
        channels = webhooks.notice_channels(configured, bot.platforms)
        await opened.enter_async_context(_running(notices.cry(bot.releases.notices, channels)))
        yield


async def _keep_house(configured: Settings, releases: DurableReleases) -> None:
    """Remove what nobody needs any more: of releases that ended, and of builds that were killed."""
    await releases.tidy(configured.retention.limits())
    for name in await asyncio.to_thread(temporary_folders.remove_leftovers):
        logger.info("removed the temporary folder %s of a process that was killed", name)


@contextlib.asynccontextmanager
async def open_web(configured: Settings, bot: OpenBot) -> AsyncIterator[OpenWeb]:
    """Health for everybody, the console for whoever has its key, hooks for whoever signs."""
    hooks = (*webhooks.hooks(configured, bot.inbox), *bot.hooks)
    site = main.site_of(configured, bot.releases, bot.reception, bot.console, hooks)
    async with server.open_server(server.make_app(site), configured.bot.listen) as address:
        yield OpenWeb(address=address, key=site.key if configured.console else "")
