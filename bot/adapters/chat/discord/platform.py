"""The platform: one Discord server, in which releases are shown, steered and announced."""

import asyncio
import functools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import errors
from bot.adapters.chat.discord.announcements import Announcements
from bot.adapters.chat.discord.connection import IDENTIFY_SECONDS, Connection
from bot.adapters.chat.discord.hearing import registering
from bot.adapters.chat.discord.hearing.accounts import Accounts
from bot.adapters.chat.discord.hearing.listening import listen
from bot.adapters.chat.discord.hearing.room import Room
from bot.adapters.chat.discord.rest import PATIENT, RestApi
from bot.adapters.chat.discord.showing.page import PLATFORM, Page, Server
from bot.adapters.chat.live.people import People
from bot.adapters.chat.live.surface import SPACING, LiveSurface
from bot.adapters.chat.live.work import Work, stopped
from bot.adapters.patience import Patience
from bot.ports import Chat, LiveMessages, Reception, Surface
from bot.settings.discord import Discord

PAUSES = (0.2, 1.0, 3.0, 5.0, 10.0)  # seconds between two tries to connect

logger = logging.getLogger(__name__)


class DiscordPlatform:
    """Implements `ports.ChatPlatform`."""

    name = PLATFORM

    def __init__(
        self,
        configured: Discord,
        people: People,
        *,
        spacing: float = SPACING,
        patience: Patience = PATIENT,
        identify_seconds: float = IDENTIFY_SECONDS,
    ) -> None:
        """The server that is configured; nothing is read or asked yet."""
        self._configured = configured
        self._people = people
        self._identify_seconds = identify_seconds
        self._api = RestApi(str(configured.api_url), configured.token.read, patience)
        self._surface = LiveSurface("Discord", people.channels, spacing)
        self._online = asyncio.Event()
        self.chat: Chat = Announcements(self._api, configured.guild, configured.announce_role)
        self.surface: Surface = self._surface

    @property
    def is_listening(self) -> bool:
        """Whether the Gateway tells at this moment what people do."""
        return self._online.is_set()

    @asynccontextmanager
    async def connected(self, reception: Reception, live: LiveMessages) -> AsyncIterator[None]:
        """Show and listen while this is open; Discord may be away, now or later."""
        room = self._room(reception)
        connection = self._connection(room)
        async with self._api.kept_open(connection):
            server = Server(
                api=self._api,
                guild=self._configured.guild,
                live=live,
                accounts=self._people.accounts(),
            )
            self._surface.open(functools.partial(Page, server))
            tasks = [
                asyncio.create_task(self._keep_connected(connection, room)),
                asyncio.create_task(registering.register(self._api, self._configured.guild)),
            ]
            try:
                yield
            finally:
                await room.work.ended()
                await stopped(tasks)
                await self._surface.close()

    def _connection(self, room: Room) -> Connection:
        """A connection whose interactions are answered in this room."""
        self._online.clear()
        connection = Connection(self._online, self._identify_seconds)
        listen(connection, room)
        return connection

    def _room(self, reception: Reception) -> Room:
        people = self._people
        return Room(
            accounts=Accounts(self._configured.guild, people.persons, people.projects()),
            reception=reception,
            surface=self._surface,
            projects=people.channels,
            work=Work(),
        )

    async def _keep_connected(self, connection: Connection, room: Room) -> None:
        """Connect, also late; discord.py resumes by itself after that."""
        failures = 0
        while True:
            if connection.is_closed():
                connection = self._connection(room)
                self._api.keep(connection)
            why = await self._connect(connection)
            seconds = PAUSES[min(failures, len(PAUSES) - 1)]
            say = logger.warning if failures in (0, len(PAUSES)) else logger.info
            say("no connection to Discord (%s); the bot tries again", why)
            failures += 1
            await asyncio.sleep(seconds)

    async def _connect(self, connection: Connection) -> str:
        """Be connected; why that has ended."""
        try:
            await self._api.logged_in(connection)
            # One address for all clients, as that of the API: an attribute of the class.
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(await self._gateway())
            await connection.connect(reconnect=True)
        except errors.ReleasebotError as error:
            return error.for_people()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return str(error) or type(error).__name__
        except Exception:  # a bug here would leave the bot deaf until somebody restarts it
            logger.exception("the bot does not hear Discord; it begins anew")
            return "an error of the bot's own"
        return "the connection ended"

    async def _gateway(self) -> str:
        """Where the Gateway is: as configured, else as Discord names it."""
        if self._configured.gateway_url:
            return self._configured.gateway_url
        told = await self._api.look(lambda http: http.request(Route("GET", "/gateway")))
        return str(told["url"])
