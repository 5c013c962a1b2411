"""The API: calls of discord.py's own client, and every refusal in plain words.

The library repeats by itself after a 429 or a 5xx. That is harmless because every post carries a
nonce, by which Discord answers a repeated one with the first, and every other write sets a state.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot import errors
from bot.adapters import json_requests
from bot.adapters.chat.discord.connection import LONGEST_WAIT, Connection
from bot.adapters.chat.live.pace import TooFast
from bot.adapters.patience import Patience, repeated

Json = dict[str, Any]
T = TypeVar("T")

PATIENT = Patience(answer=20, call=75.0, pauses=(1.0, 3.0))

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_GUILD = 10003, 10008, 10004
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
OLD_MESSAGE, ALREADY_PUBLISHED, HAS_THREAD, ARCHIVED = 30046, 40033, 160004, 50083


class Refusal(errors.Failed):
    """Discord said no; `code` is its own number for it."""

    reason = "refused"

    def __init__(self, sentence: str, next_step: str, code: int, reason: str = "refused") -> None:
        """Take both sentences and Discord's number."""
        super().__init__(sentence, next_step, reason=reason)
        self.code = code


class RestApi:
    """Calls of one app; its token is read, and it logs in, when that is first needed."""

    def __init__(
        self, api_url: str, token: Callable[[], str], patience: Patience = PATIENT
    ) -> None:
        """Call the API at that address."""
        self.host = urlsplit(api_url).netloc
        self._api_url = api_url.rstrip("/")
        self._token = token
        self._patience = patience
        self._kept: Connection | None = None
        self._login = asyncio.Lock()

    @asynccontextmanager
    async def kept_open(self, connection: Connection) -> AsyncIterator[None]:
        """Call with this connection, so that it is one login and one view of the limits."""
        self._kept = connection
        try:
            yield
        finally:
            kept, self._kept = self._kept, None
            await kept.close()

    def keep(self, connection: Connection) -> None:
        """Call with this one from now on: the library has closed the one before for good."""
        self._kept = connection

    async def user(self) -> int:
        """The number of the bot's own user."""
        async with self._connection() as connection:
            return connection.own_number

    async def look(self, does: Callable[[HTTPClient], Awaitable[T]], channel: str = "") -> T:
        """Ask for something; asked again where there was no answer."""
        return await repeated(lambda: self.act(does, channel), self._patience.pauses)

    async def act(
        self,
        does: Callable[[HTTPClient], Awaitable[T]],
        channel: str = "",
        seconds: float | None = None,
    ) -> T:
        """Change something, once. `errors.Unknown` means that it may have happened."""
        async with self._connection() as connection:
            return await self._answered(does(connection.http), channel, seconds)

    async def logged_in(self, connection: Connection) -> None:
        """Log in, once; Discord may be away."""
        async with self._login:
            if not connection.is_logged_in:
                # The library has one address for all clients, as attributes of its classes; this
                # is the one place that sets it.
                Route.BASE = self._api_url
                await self._answered(connection.enter(self._token()), "", None)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        if self._kept is not None and not self._kept.is_closed():
            await self.logged_in(self._kept)
            yield self._kept
            return
        connection = Connection()
        try:
            await self.logged_in(connection)
            yield connection
        finally:
            await connection.close()

    async def _answered(self, answer: Awaitable[T], channel: str, seconds: float | None) -> T:
        try:
            async with asyncio.timeout(seconds or self._patience.call):
                return await answer
        except discord.RateLimited as limited:
            raise TooFast(self.host, limited.retry_after) from limited
        except discord.LoginFailure as refused:
            raise bad_token() from refused
        except discord.HTTPException as refused:
            raise self._refusal(refused, channel) from refused
        except (
            aiohttp.ClientError,
            OSError,
            RuntimeError,
            ValueError,
            TypeError,
            KeyError,
        ) as error:
            raise json_requests.silent(self.host, type(error).__name__) from error

    def _refusal(self, refused: discord.HTTPException, channel: str) -> errors.ReleasebotError:
        status, code = refused.status, int(refused.code or 0)
        if status == HTTPStatus.TOO_MANY_REQUESTS and code != OLD_MESSAGE:
            return TooFast(self.host, LONGEST_WAIT)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return json_requests.silent(self.host, f"it answered {status}")
        if status == HTTPStatus.UNAUTHORIZED:
            return bad_token()
        return in_words(code, channel, refused.text)


def bad_token() -> Refusal:
    """The refusal of a token."""
    return Refusal(
        "Discord refused the bot's token.",
        "Make a new one on the app's page under Bot, and put it in the place that [discord] names.",
        0,
        "credentials",
    )


def in_words(code: int, channel: str, said: str) -> Refusal:
    """What Discord's number means, and what to do about it."""
    if code == UNKNOWN_GUILD or (code == MISSING_ACCESS and not channel):
        return Refusal(
            "The bot is not in that Discord server, or may not have commands there.",
            "Invite it with the link of docs/discord.md, or correct guild under [discord].",
            code,
        )
    if code in (MISSING_ACCESS, MISSING_PERMISSIONS):
        return Refusal(
            f"The bot may not do that in the Discord channel {channel} (error {code}).",
            "Give its role the permissions of docs/discord.md in that channel, then retry.",
            code,
        )
    if code == UNKNOWN_CHANNEL:
        return Refusal(
            f"There is no Discord channel {channel} any more.",
            "Name another one in the project's channels, then retry.",
            code,
        )
    if code == UNKNOWN_MESSAGE:
        return Refusal(
            f"The message is not in the Discord channel {channel} any more.",
            "Somebody deleted it. Retry: what is missing is posted anew.",
            code,
        )
    if code == ARCHIVED:
        return Refusal(
            f"The Discord channel or thread {channel} is archived.",
            "Unarchive it, or name another one in the project's channels, then retry.",
            code,
        )
    return Refusal(
        f"Discord refused a request (error {code}: {said[:200]}).",
        "Look the number up in Discord's documentation, then retry.",
        code,
    )
