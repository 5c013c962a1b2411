"""The platform: one Slack workspace, in which releases are shown, steered and announced."""

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.app.async_app import AsyncApp

from bot import errors
from bot.adapters.chat.live.pace import Pace
from bot.adapters.chat.live.people import People
from bot.adapters.chat.live.surface import SPACING, LiveSurface
from bot.adapters.chat.live.work import Work
from bot.adapters.chat.slack import signed_requests, socket
from bot.adapters.chat.slack.announcements import Announcements
from bot.adapters.chat.slack.hearing.accounts import LIFE, Accounts
from bot.adapters.chat.slack.hearing.answers import Answers
from bot.adapters.chat.slack.hearing.app import make_app
from bot.adapters.chat.slack.hearing.home_tabs import HomeTabs
from bot.adapters.chat.slack.hearing.room import Room
from bot.adapters.chat.slack.showing.page import PLATFORM, Page, Workspace
from bot.adapters.chat.slack.signed_requests import SignedRequests
from bot.adapters.chat.slack.web_api import PATIENT, WebApi
from bot.adapters.patience import Patience
from bot.adapters.web.hooks import Hook
from bot.ports import Chat, LiveMessages, Reception, Surface
from bot.settings.slack import Slack

ANEW_SECONDS = 10.0

logger = logging.getLogger(__name__)


class SlackPlatform:
    """Implements `ports.ChatPlatform`."""

    name = PLATFORM

    def __init__(
        self,
        configured: Slack,
        people: People,
        *,
        spacing: float = SPACING,
        patience: Patience = PATIENT,
    ) -> None:
        """The workspace that is configured; nothing is read or asked yet."""
        self._configured = configured
        self._people = people
        self._api = WebApi(str(configured.api_url), configured.bot_token.read, patience)
        self._requests = SignedRequests(_secret(configured))
        self._surface = LiveSurface("Slack", people.channels, spacing)
        self.chat: Chat = Announcements(self._api)
        self.surface: Surface = self._surface

    @property
    def is_listening(self) -> bool:
        """Whether requests that Slack signs are taken, in HTTP mode."""
        return self._requests.app is not None

    def hooks(self) -> tuple[Hook, ...]:
        """Where Slack sends what happened, in HTTP mode."""
        if self._configured.mode != "http":
            return ()
        path, largest = signed_requests.PATH, signed_requests.LARGEST
        return (Hook(path=path, largest=largest, receive=self._requests.receive),)

    @asynccontextmanager
    async def connected(self, reception: Reception, live: LiveMessages) -> AsyncIterator[None]:
        """Show and listen while this is open; Slack may be away, now or later."""
        work = Work()
        async with self._api.kept_open():
            accounts = self._people.accounts()
            room = self._room(reception, work)
            tabs = HomeTabs(room)
            workspace = Workspace(self._api, live, accounts, Pace())
            self._surface.open(functools.partial(Page, workspace), tabs.change)
            tasks = [
                asyncio.create_task(self._listen(functools.partial(self._app, room, tabs))),
                asyncio.create_task(tabs.run()),
                asyncio.create_task(_keep_warm(room.accounts)),
            ]
            try:
                yield
            finally:
                self._requests.app = None
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await work.ended()
                await self._surface.close()

    def _room(self, reception: Reception, work: Work) -> Room:
        configured, people = self._configured, self._people
        return Room(
            api=self._api,
            accounts=Accounts(self._api, configured.team, people.persons, people.projects()),
            answers=Answers(self._api),
            reception=reception,
            command=configured.command,
            projects=people.channels,
            work=work,
        )

    async def _app(self, room: Room, tabs: HomeTabs) -> AsyncApp:
        identity = await self._api.identity()
        if identity.team != self._configured.team:
            raise errors.BadConfiguration(
                f"The bot's token is of the Slack workspace {identity.team}, and [slack] team is "
                f"{self._configured.team}.",
                "Correct team, or install the app in that workspace and use its token.",
            )
        return make_app(room, tabs, identity)

    async def _listen(self, make: Callable[[], Awaitable[AsyncApp]]) -> None:
        """Hear what people do, whatever happens on the way."""
        while True:
            try:
                await self._hear(make)
            except Exception:  # a bug here would leave the bot deaf until somebody restarts it
                logger.exception("the bot does not hear Slack; it begins anew")
            else:
                return
            await asyncio.sleep(ANEW_SECONDS)

    async def _hear(self, make: Callable[[], Awaitable[AsyncApp]]) -> None:
        if self._configured.mode == "socket" and self._configured.app_token:
            await socket.SocketMode(self._api, self._configured.app_token.read).run(make)
        else:
            self._requests.app = await socket.made(make)


async def _keep_warm(accounts: Accounts) -> None:
    """Know what Slack says of everybody before they click."""
    while True:
        with contextlib.suppress(errors.ReleasebotError):
            await accounts.warm()
        await asyncio.sleep(LIFE / 2)


def _secret(configured: Slack) -> Callable[[], str]:
    """Read the signing secret, when the first request comes."""

    @functools.cache
    def read() -> str:
        if configured.signing_secret is None:
            raise errors.BadConfiguration(
                "[slack] names no signing_secret.", 'Write signing_secret = { file = "…" }.'
            )
        return configured.signing_secret.read()

    return read
