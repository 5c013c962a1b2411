"""Socket Mode: a connection to Slack, and the next one before the old one has gone."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import errors
from bot.adapters.chat.live import pace
from bot.adapters.chat.slack.web_api import WebApi

Json = dict[str, Any]

HEARTBEAT = 10.0
PAUSES = (0.2, 1.0, 3.0, 5.0, 10.0)  # seconds between two tries to connect
LARGEST = 4 * 2**20
LONG_ENOUGH = 30.0  # seconds after which a connection was one that worked

logger = logging.getLogger(__name__)


class SocketMode:
    """Keeps one connection open until it is cancelled."""

    def __init__(self, api: WebApi, app_token: Callable[[], str]) -> None:
        """Connect as the app with this token."""
        self._api = api
        self._app_token = app_token
        self._current: aiohttp.ClientWebSocketResponse | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, make_app: Callable[[], Awaitable[AsyncApp]]) -> None:
        """Connect, hand what comes to the app, and connect again whenever that ends."""
        try:
            async with aiohttp.ClientSession() as session:
                app = await made(make_app)
                await self._keep_connected(session, app)
        finally:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep_connected(self, session: aiohttp.ClientSession, app: AsyncApp) -> None:
        failures, loop = 0, asyncio.get_running_loop()
        while True:
            try:
                socket = await self._connect(session)
            except errors.ReleasebotError as error:
                await _pause(failures, error.for_people(), pace.asked_to_wait(error))
                failures += 1
                continue
            except (aiohttp.ClientError, OSError) as error:
                await _pause(failures, type(error).__name__)
                failures += 1
                continue
            begun, leaves = loop.time(), asyncio.Event()
            self._current = socket
            self._begin(self._listen(socket, app, leaves))
            logger.info("connected to Slack")
            await leaves.wait()
            is_short = loop.time() - begun < LONG_ENOUGH
            failures = failures + 1 if is_short else 0
            if failures > 1:
                await _pause(failures - 1, "the connection ended at once")

    async def _connect(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        told = await self._api.act("apps_connections_open", app_token=self._app_token())
        return await session.ws_connect(
            str(told["url"]),
            heartbeat=HEARTBEAT,
            max_msg_size=LARGEST,
            proxy=self._api.client.proxy,
        )

    async def _listen(
        self, socket: aiohttp.ClientWebSocketResponse, app: AsyncApp, leaves: asyncio.Event
    ) -> None:
        """Take what comes until the connection ends; `leaves` is set when a new one is needed."""
        try:
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                envelope = _read(message.data)
                if envelope.get("type") == "disconnect":
                    leaves.set()  # what is still under way on this connection may end
                elif envelope.get("envelope_id"):
                    self._begin(self._take(socket, app, envelope))
        finally:
            leaves.set()
            await socket.close()

    async def _take(
        self, socket: aiohttp.ClientWebSocketResponse, app: AsyncApp, envelope: Json
    ) -> None:
        request = AsyncBoltRequest(
            mode="socket_mode",
            body=envelope.get("payload") or {},
            headers=_headers(envelope),
        )
        answer = await app.async_dispatch(request)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return  # not acknowledged: Slack tells whoever clicked
        acknowledgement: Json = {"envelope_id": envelope["envelope_id"]}
        if answer.body and answer.body.startswith("{"):
            acknowledgement["payload"] = json.loads(answer.body)
        for each in dict.fromkeys((socket, self._current)):
            if each is not None and not each.closed:
                try:
                    await each.send_json(acknowledgement)
                except (ConnectionError, aiohttp.ClientError):
                    continue
                return
        logger.warning("an acknowledgement could not be sent: the connection to Slack is gone")

    def _begin(self, work: Any) -> None:  # noqa: ANN401  # a coroutine
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("something that Slack sent could not be read", exc_info=error)


async def made(make_app: Callable[[], Awaitable[AsyncApp]]) -> AsyncApp:
    """The app, as soon as Slack tells who it is."""
    failures = 0
    while True:
        try:
            return await make_app()
        except errors.ReleasebotError as error:
            await _pause(failures, error.for_people())
            failures += 1


async def _pause(failures: int, why: str, at_least: float = 0.0) -> None:
    seconds = max(at_least, PAUSES[min(failures, len(PAUSES) - 1)])
    say = logger.warning if failures in (0, len(PAUSES)) else logger.info
    say("no connection to Slack (%s); the bot tries again", why)
    await asyncio.sleep(seconds)


def _read(text: str) -> Json:
    """An envelope; empty where it is none."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _headers(envelope: Json) -> dict[str, str | Sequence[str]]:
    """What HTTP tells of an event that is sent again."""
    if not envelope.get("retry_attempt"):
        return {}
    return {
        "x-slack-retry-num": str(envelope["retry_attempt"]),
        "x-slack-retry-reason": str(envelope.get("retry_reason", "")),
    }
