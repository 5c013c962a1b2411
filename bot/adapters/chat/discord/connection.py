"""The connection: discord.py's client, set up to know little and to mention nobody."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord

INTENTS = discord.Intents(guilds=True)
LONGEST_WAIT = 30.0  # seconds that a call waits for a limit; a longer one is told instead
IDENTIFY_SECONDS = 5.0  # between two logins at the Gateway, as Discord wants it

Hears = Callable[[discord.Interaction["Connection"]], Awaitable[None]]

logger = logging.getLogger(__name__)
# What the library writes into the log holds whole requests and long traces; that the line is lost
# and back is said here.
logging.getLogger("discord").setLevel(logging.CRITICAL)


class Connection(discord.Client):
    """One login: its API, and its Gateway where it is connected."""

    def __init__(
        self, online: asyncio.Event | None = None, pause: float = IDENTIFY_SECONDS
    ) -> None:
        """`online` is set while the Gateway is there; `pause` is between two logins at it."""
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.0,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.hears: Hears | None = None
        self.online = online or asyncio.Event()
        self.is_logged_in = False
        self._pause = pause

    @property
    def own_number(self) -> int:
        """The number of the bot's own user, 0 before it has logged in."""
        return self.user.id if self.user else 0

    async def enter(self, token: str) -> None:
        """Log in; after a failure it may be tried again, which the library does not provide for."""
        try:
            await self.login(token)
        except BaseException:
            await self.http.close()
            self.http.connector = discord.utils.MISSING
            raise
        self.is_logged_in = True

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not log in too often."""
        del shard_id
        if not initial:
            await asyncio.sleep(self._pause)

    async def on_ready(self) -> None:
        """The Gateway has told everything that there is."""
        logger.info("connected to Discord")
        self.online.set()

    async def on_resumed(self) -> None:
        """The line is back, and nothing was missed."""
        logger.info("connected to Discord again")
        self.online.set()

    async def on_disconnect(self) -> None:
        """The line is gone; the library connects again."""
        if self.online.is_set():
            logger.warning("the connection to Discord is gone; the bot connects again")
        self.online.clear()

    async def on_interaction(self, interaction: discord.Interaction["Connection"]) -> None:
        """Somebody typed, pressed or filled in something."""
        if self.hears is not None:
            await self.hears(interaction)
