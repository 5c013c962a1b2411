"""The Web API: one call at a time, with no hidden retry, and every refusal in plain words."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors
from bot.adapters import json_requests
from bot.adapters.chat.live.pace import TooFast
from bot.adapters.patience import Patience, repeated

Json = dict[str, Any]

PATIENT = Patience(answer=20, pauses=(1.0, 3.0))
LONGEST_WAIT = 120.0  # seconds of a Retry-After that is believed
PAGE = 200
MOST_PAGES = 50

_LATER = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable")
_CREDENTIALS = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
_ABSENT = ("not_in_channel", "channel_not_found", "no_permission", "restricted_action")

_quiet = logging.getLogger("slack_sdk.releasebot")
_quiet.setLevel(logging.WARNING)  # else the library writes whole requests into a debug log


class Refusal(errors.Failed):
    """Slack said no; `error` is its own word for it."""

    reason = "refused"

    def __init__(self, sentence: str, next_step: str, error: str, reason: str = "refused") -> None:
        """Take both sentences and Slack's word."""
        super().__init__(sentence, next_step, reason=reason)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is in its workspace."""

    team: str
    user: str
    bot: str
    url: str
    scopes: frozenset[str] = frozenset()

    def is_author_of(self, message: Json) -> bool:
        """Whether the bot itself wrote this message; others may copy its marks."""
        known = (message.get("user") == self.user, message.get("bot_id") == self.bot)
        return any(known) and bool(self.user or self.bot)

    def link(self, channel: str, message: str) -> str:
        """The address of a message."""
        return f"{self.url.rstrip('/')}/archives/{channel}/p{message.replace('.', '')}"


class WebApi:
    """Calls of one app; the token is read when it is first needed."""

    def __init__(
        self, api_url: str, token: Callable[[], str], patience: Patience = PATIENT
    ) -> None:
        """Call the API at that address."""
        self.host = urlsplit(api_url).netloc
        self._api_url = api_url
        self._token = token
        self._patience = patience
        self._client: AsyncWebClient | None = None
        self._identity: Identity | None = None

    @property
    def client(self) -> AsyncWebClient:
        """The client of Slack's own library."""
        if self._client is None:
            self._client = AsyncWebClient(
                token=self._token(),
                base_url=self._api_url,
                timeout=self._patience.answer,
                retry_handlers=[],
                logger=_quiet,
            )
        return self._client

    @asynccontextmanager
    async def kept_open(self) -> AsyncIterator[None]:
        """Keep connections open between calls, so that an answer to a person is quick."""
        timeout = aiohttp.ClientTimeout(total=self._patience.answer)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self.client.session = session
            try:
                yield
            finally:
                self.client.session = None

    async def identity(self) -> Identity:
        """Who the bot is; asked once."""
        if self._identity is None:
            told = await self.look("auth_test")
            self._identity = Identity(
                team=str(told.get("team_id", "")),
                user=str(told.get("user_id", "")),
                bot=str(told.get("bot_id", "")),
                url=str(told.get("url", "")),
                scopes=frozenset(str(told.get("scopes", "")).replace(" ", "").split(",")) - {""},
            )
        return self._identity

    async def look(self, method: str, **arguments: Any) -> Json:  # noqa: ANN401  # the library's own
        """Ask for something; asked again where there was no answer, and once after a short wait."""
        try:
            return await repeated(lambda: self._call(method, arguments), self._patience.pauses)
        except TooFast as refused:
            if refused.seconds > self._patience.answer:
                raise
            await asyncio.sleep(refused.seconds)
        return await self._call(method, arguments)

    async def pages(self, method: str, name: str, **arguments: Any) -> AsyncIterator[Json]:  # noqa: ANN401  # the library's own
        """Everything that is listed under `name`. Raises `errors.Unknown` where it never ends."""
        cursor = ""
        for _ in range(MOST_PAGES):
            more = {"cursor": cursor} if cursor else {}
            page = await self.look(method, limit=PAGE, **arguments, **more)
            for each in page.get(name, ()):
                yield each
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return
        raise json_requests.silent(self.host, f"{method} has more pages than are read")

    async def act(self, method: str, **arguments: Any) -> Json:  # noqa: ANN401  # the library's own
        """Change something, once. `errors.Unknown` means that it may have happened."""
        return await self._call(method, arguments)

    async def post(self, address: str, said: Json) -> int:
        """Send an answer to an address that Slack named for it; the status of what came back."""
        return await self._send(address, json=said)

    async def upload(self, address: str, content: bytes) -> None:
        """Send the bytes of a file to the address that Slack named for it."""
        status = await self._send(address, data=content)
        if status >= HTTPStatus.BAD_REQUEST:
            raise errors.Failed(
                f"Slack took no file ({status}).",
                "The end of the log is in the thread.",
                reason="refused",
            )

    async def _send(self, address: str, **body: Any) -> int:  # noqa: ANN401  # the library's own
        session = self.client.session
        if session is None:
            raise json_requests.silent(self.host, "the bot is not connected")
        try:
            async with session.post(
                address, allow_redirects=False, proxy=self.client.proxy, **body
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError) as error:
            raise json_requests.silent(self.host, type(error).__name__) from error

    async def _call(self, method: str, arguments: Json) -> Json:
        try:
            answer = await getattr(self.client, method)(**arguments)
        except SlackClientError as error:
            raise self._refusal(method, arguments, error) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise json_requests.silent(self.host, type(error).__name__) from error
        told = dict(answer.data) if isinstance(answer.data, dict) else {}
        scopes = answer.headers.get("x-oauth-scopes", "")
        return told | ({"scopes": scopes} if method == "auth_test" else {})

    def _refusal(
        self, method: str, arguments: Json, error: SlackClientError
    ) -> errors.ReleasebotError:
        answer: Any = getattr(error, "response", None)
        status = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
        data = getattr(answer, "data", None)
        word = str(data.get("error", "")) if isinstance(data, dict) else ""
        if status == HTTPStatus.TOO_MANY_REQUESTS or word in ("ratelimited", "rate_limited"):
            return TooFast(self.host, _seconds(answer))
        if not word or status >= HTTPStatus.INTERNAL_SERVER_ERROR or word in _LATER:
            return json_requests.silent(self.host, f"it answered {status}")
        return _in_words(method, word, str(arguments.get("channel", "")), data)


def _seconds(answer: Any) -> float:  # noqa: ANN401  # of either library
    try:
        named = float(answer.headers.get("Retry-After", "1"))
    except (ValueError, AttributeError):
        named = 1.0
    return min(max(named, 0.1), LONGEST_WAIT)


def _in_words(method: str, word: str, channel: str, data: Any) -> Refusal:  # noqa: ANN401  # JSON
    if word in _CREDENTIALS:
        return Refusal(
            f"Slack refused the bot's token ({word}).",
            "Install the app again and put its new token in the place that [slack] names.",
            word,
            "credentials",
        )
    if word == "is_archived":
        return Refusal(
            f"The Slack channel {channel} is archived.",
            "Unarchive it, or name another one in the project's channels, then retry.",
            word,
        )
    if word in _ABSENT:
        return Refusal(
            f"The bot may not read or write in the Slack channel {channel} ({word}).",
            "Invite it there with /invite, then retry.",
            word,
        )
    if word == "missing_scope":
        return Refusal(
            f"The Slack app lacks the scope {data.get('needed', '')} for {method}.",
            "Give it the scopes of deployment/slack-manifest.yaml, and install it again.",
            word,
        )
    return Refusal(
        f"Slack refused {method.replace('_', '.', 1)} ({word}).",
        "Look the word up in Slack's documentation of that method, then retry.",
        word,
    )
