"""The real discord.py, connected to a local Discord for the length of a block."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.rehearsal.discord.local import LocalDiscord

INTENTS = discord.Intents(guilds=True, guild_messages=True)
SECONDS = 10.0
PAUSE = 0.01


class App(discord.Client):
    """A client with commands, which is ready as soon as its guilds are there."""

    def __init__(self) -> None:
        """Nobody is mentioned unless a message says so."""
        super().__init__(intents=INTENTS, allowed_mentions=discord.AllowedMentions.none())
        self._connection.guild_ready_timeout = 0.0
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Log in anew at once: the library waits five seconds for the real Discord's sake."""

    async def on_message(self, message: discord.Message) -> None:
        """Remember what others write."""
        if message.author != self.user:
            self.heard.append(message)

    def text_channel(self, number: int) -> discord.TextChannel:
        """A channel that the client knows of."""
        channel = self.get_channel(number)
        assert isinstance(channel, discord.TextChannel)
        return channel


@asynccontextmanager
async def addressed(local: LocalDiscord) -> AsyncIterator[None]:
    """Point the library, which has one address for all clients, at this Discord."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = local.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(local.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def connected(
    local: LocalDiscord, prepare: Callable[[App], None] = lambda _: None
) -> AsyncIterator[App]:
    """A client that is ready; `prepare` adds commands and buttons before it connects."""
    async with addressed(local):
        app = App()
        prepare(app)
        running = asyncio.create_task(app.start(local.token))
        try:
            await until(lambda: app.is_ready() or running.done())
            if running.done():
                await running
            yield app
        finally:
            await app.close()
            await asyncio.gather(running, return_exceptions=True)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; raises `TimeoutError` if it never does."""
    for _ in range(int(SECONDS / PAUSE)):
        if holds():
            return
        await asyncio.sleep(PAUSE)
    raise TimeoutError
