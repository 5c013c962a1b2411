"""A local Discord in this process: started for the length of a block, on a port of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.rehearsal import journal
from bot.rehearsal.discord import server
from bot.rehearsal.discord.faults import Faults
from bot.rehearsal.discord.gateway import connection
from bot.rehearsal.discord.gateway.hub import Hub
from bot.rehearsal.discord.people.admin import Admin
from bot.rehearsal.discord.people.member import Member
from bot.rehearsal.discord.record import Record
from bot.rehearsal.discord.service import Service, make_service
from bot.rehearsal.running import ports
from bot.rehearsal.storage import open_storage

SECONDS_TO_FINISH = 1.0


@dataclass(frozen=True, slots=True)
class LocalDiscord:
    """A running local Discord, and everything that can be done to it."""

    service: Service
    url: str

    @property
    def api_url(self) -> str:
        """What a client takes in place of `https://discord.com/api/v10`."""
        return f"{self.url}{server.PREFIX}"

    @property
    def gateway_url(self) -> str:
        """What a client takes in place of `wss://gateway.discord.gg/`."""
        return f"{self.url.replace('http', 'ws', 1)}{connection.PATH}"

    @property
    def token(self) -> str:
        """The app's token."""
        return self.service.app.token

    @property
    def application(self) -> int:
        """The app's id, which is also that of its user."""
        return self.service.app.id

    @property
    def admin(self) -> Admin:
        """The administrators of its guilds."""
        return Admin(self.service)

    @property
    def hub(self) -> Hub:
        """The Gateway's sessions, to be disturbed."""
        return self.service.hub

    @property
    def faults(self) -> Faults:
        """Trouble for the next requests."""
        return self.service.faults

    @property
    def record(self) -> Record:
        """What was sent and received, and which rules were broken."""
        return self.service.record

    @property
    def effects(self) -> list[dict[str, str]]:
        """Every message that the app posted, edited or published, oldest first."""
        return journal.effects(self.service.storage)

    def member(self, guild: int, user: int) -> Member:
        """A person, who can act in this guild."""
        return Member(self.service, user, guild)


@asynccontextmanager
async def local_discord(folder: Path, port: int | None = None) -> AsyncIterator[LocalDiscord]:
    """Serve the Discord of this folder, on this port or a free one, until the block ends."""
    with open_storage(folder) as storage:
        service = make_service(storage)
        listening = ports.listen(port)
        service.base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        runner = web.AppRunner(
            server.make_app(service), access_log=None, shutdown_timeout=SECONDS_TO_FINISH
        )
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            yield LocalDiscord(service, service.base)
        finally:
            service.hub.abort()
            await runner.cleanup()
