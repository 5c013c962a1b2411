"""Socket Mode: up to ten connections of an app, and envelopes that go to any one of them."""

import asyncio
import contextlib
import json
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

MOST = 10
SECONDS_TO_LEAVE = 1.0


class NobodyThere(Exception):
    """The app has no connection, or the one that was used broke."""


@dataclass(eq=False, slots=True)
class Connection:
    """One socket, and the envelopes on it that nobody has acknowledged yet."""

    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class Sockets:
    """The open connections of the app."""

    def __init__(self) -> None:
        """Nobody is connected yet."""
        self.connections: list[Connection] = []
        self.came = asyncio.Event()
        self._tickets: set[str] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    def new_ticket(self) -> str:
        """What lets the app connect once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Greet a connection, and take its acknowledgements until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= MOST:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket, request)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello())
            self.came.set()
            await _listen(connection)
        finally:
            self._forget(connection)
        return socket

    async def ask(self, envelope: Mapping[str, Any], times: int = 1) -> Any:  # noqa: ANN401  # any JSON
        """Send an envelope to any connection and wait for its acknowledgement."""
        if not self.connections:
            raise NobodyThere
        connection = random.choice(self.connections)  # noqa: S311  # any one will do
        envelope_id = str(envelope["envelope_id"])
        answer = connection.waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            for _ in range(times):
                await connection.socket.send_json(envelope)
            return await answer
        except ConnectionError:
            raise NobodyThere from None
        finally:
            connection.waiting.pop(envelope_id, None)

    async def send_and_drop(self, envelope: Mapping[str, Any]) -> None:
        """Send an envelope and break its connection before the app can acknowledge it."""
        if not self.connections:
            raise NobodyThere
        connection = random.choice(self.connections)  # noqa: S311  # any one will do
        await connection.socket.send_json(envelope)
        await asyncio.sleep(0)
        if connection.request.transport is not None:
            connection.request.transport.close()
        self._forget(connection)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to leave and come again; those that stay are closed."""
        for connection in list(self.connections):
            self.connections.remove(connection)
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(_disconnect(reason))
            task = asyncio.create_task(_end(connection))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        self.came.clear()

    def drop(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()
            self._forget(connection)
        self.came.clear()

    async def close(self) -> None:
        """End everything."""
        for connection in list(self.connections):
            await connection.socket.close()
        for task in list(self._leaving):
            task.cancel()

    def _hello(self) -> dict[str, Any]:
        debug = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": debug,
            "connection_info": {"app_id": "local"},
        }

    def _forget(self, connection: Connection) -> None:
        """What was sent on a connection that is gone can be acknowledged no more."""
        if connection in self.connections:
            self.connections.remove(connection)
        if not self.connections:
            self.came.clear()
        for answer in connection.waiting.values():
            if not answer.done():
                answer.set_exception(NobodyThere())


async def _listen(connection: Connection) -> None:
    async for message in connection.socket:
        if message.type is not WSMsgType.TEXT:
            continue
        with contextlib.suppress(ValueError, TypeError, KeyError):
            content = json.loads(message.data)
            answer = connection.waiting.get(content["envelope_id"])
            if answer is not None and not answer.done():
                answer.set_result(content.get("payload"))


async def _end(connection: Connection) -> None:
    await asyncio.sleep(SECONDS_TO_LEAVE)
    await connection.socket.close()


def _disconnect(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
