"""The local Slack as one thing to start: in this process, on a free port, with its people."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from bot.rehearsal.page import site as any_site
from bot.rehearsal.running import ports
from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.app_manifest import AppManifest, read_manifest
from bot.rehearsal.slack.delivery import responding
from bot.rehearsal.slack.delivery.courier import Courier, Delivery
from bot.rehearsal.slack.delivery.sockets import Sockets
from bot.rehearsal.slack.desk import BOT_USER, TEAM, Desk, Secrets, Timing, new_secrets
from bot.rehearsal.slack.faults import Fault
from bot.rehearsal.slack.keys import DESK, SOCKETS
from bot.rehearsal.slack.page import rendering, site
from bot.rehearsal.slack.people import control
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.slack.tables import TABLES
from bot.rehearsal.slack.web_api import calling
from bot.rehearsal.storage import Storage

LARGEST_BODY = 64 * 1024 * 1024
SECONDS_TO_FINISH = 0.5


class LocalSlack:
    """A running local Slack."""

    def __init__(self, desk: Desk, sockets: Sockets, courier: Courier) -> None:
        """Wrap what `running` has started."""
        self.desk = desk
        self.sockets = sockets
        self.courier = courier

    @property
    def api_url(self) -> str:
        """What `base_url` of a client, or `api_url` of the bot's settings, must be."""
        return f"{self.desk.url}/api/"

    @property
    def secrets(self) -> Secrets:
        """The tokens and the signing secret of the app."""
        return self.desk.secrets

    @property
    def deliveries(self) -> deque[Delivery]:
        """Everything that was taken to the app, oldest first."""
        return self.courier.deliveries

    def person(
        self, name: str, *flags: str, team: str = TEAM, channels: Sequence[str] = ()
    ) -> Person:
        """The person of that name, who joins the workspace and these channels if need be."""
        row = workspace.find_user(self.desk, name)
        user = row["id"] if row else workspace.add_person(self.desk, name, *flags, team=team)
        for channel in channels:
            workspace.join(self.desk, self.channel(channel), user)
        return Person(self.courier, user)

    def channel(self, name: str, *, with_app: bool = True, **kinds: Any) -> str:  # noqa: ANN401  # of add_channel
        """The id of the channel of that name, which is made, with the app in it, if need be."""
        row = workspace.find_channel(self.desk, name)
        if row is not None:
            return str(row["id"])
        members = [BOT_USER] if with_app else []
        return workspace.add_channel(self.desk, name, members, **kinds)

    def archive(self, channel: str) -> None:
        """Archive a channel."""
        workspace.archive(self.desk, self.channel(channel))

    def kick(self, channel: str, user: str = BOT_USER) -> None:
        """Take somebody, or the app, out of a channel."""
        workspace.leave(self.desk, self.channel(channel), user)

    def fails(self, kind: Any, target: str = "*", **more: Any) -> None:  # noqa: ANN401  # of Fault
        """Let something go wrong; see `Fault`."""
        self.desk.faults.add(Fault(kind=kind, target=target, **more))

    def installs(self, manifest: Mapping[str, Any]) -> None:
        """Install the app anew with this manifest."""
        self.desk.app = read_manifest(manifest)
        workspace.furnish(self.desk)

    async def connected(self, seconds: float = 10.0) -> None:
        """Wait until the app has a connection."""
        async with asyncio.timeout(seconds):
            await self.sockets.came.wait()

    async def verifies_url(self) -> Delivery:
        """Ask the app's address for events whether it is the app's."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        asked = {"token": self.secrets.verification_token, "challenge": challenge}
        payload = asked | {"type": "url_verification"}
        return await self.courier.send("events_api", payload, self.desk.app.events_url)


@asynccontextmanager
async def running(
    storage: Storage,
    *,
    app: AppManifest | None = None,
    secrets: Secrets | None = None,
    timing: Timing | None = None,
    port: int | None = None,
) -> AsyncIterator[LocalSlack]:
    """Serve on 127.0.0.1 in the block; what was said before in this storage is still there."""
    storage.db.executescript(TABLES)
    desk = Desk(
        storage=storage,
        secrets=secrets or new_secrets(),
        app=app or AppManifest(),
        timing=timing or Timing(),
    )
    sockets, server = Sockets(), ports.listen(port)
    desk.url = f"http://127.0.0.1:{server.getsockname()[1]}"
    workspace.furnish(desk)
    async with aiohttp.ClientSession() as session:
        courier = Courier(desk, sockets, session)
        runner = web.AppRunner(
            _application(desk, sockets, courier),
            access_log=None,
            shutdown_timeout=SECONDS_TO_FINISH,
        )
        await runner.setup()
        await web.SockSite(runner, server).start()
        try:
            yield LocalSlack(desk, sockets, courier)
        finally:
            courier.close()
            await sockets.close()
            await runner.cleanup()


def _application(desk: Desk, sockets: Sockets, courier: Courier) -> web.Application:
    application = web.Application(client_max_size=LARGEST_BODY, middlewares=[any_site.guard])
    application[DESK], application[SOCKETS], application[control.COURIER] = desk, sockets, courier
    application[any_site.RENDERER] = rendering.renderer(desk)
    for door in (calling, responding, control, site, any_site):
        application.add_routes(door.routes)
    application.router.add_get("/link/", sockets.serve)
    return application
