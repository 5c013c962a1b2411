"""A connection to the Gateway: hello, identify or resume, heartbeats, frames as text or zlib."""

import asyncio
import hmac
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.rehearsal.discord.gateway.hub import PRIVILEGED, Session
from bot.rehearsal.discord.objects import guilds, users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import SERVICE, Service

routes = web.RouteTableDef()
HEARTBEAT_SECONDS = 41.25
PATH = "/gateway"
HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS = 1, 2, 3, 4, 6, 8
NOT_AUTHENTICATED, BAD_TOKEN, ALREADY, TIMED_OUT = 4003, 4004, 4005, 4009
UNKNOWN_OPCODE, NOT_DECODED, DISALLOWED_INTENTS = 4001, 4002, 4014


class Closed(Exception):
    """The connection ends with this code."""

    def __init__(self, code: int) -> None:
        """Take Discord's code."""
        super().__init__(str(code))
        self.code = code


@dataclass
class Connection:
    """One websocket; what is to be sent waits in a queue, so that sending keeps its order."""

    service: Service
    socket: web.WebSocketResponse
    compressor: "zlib._Compress | None"
    queue: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    session: Session | None = None

    def send(self, payload: Json) -> None:
        """Send as soon as what waits before it is sent."""
        self.queue.put_nowait(payload)

    def say(self, operation: int, **more: object) -> None:
        """Send something that is no event; `d` is its data, where it has any."""
        payload: Json = {"op": operation, "s": None, "t": None, **more}
        self.service.record.note_sent("gateway", payload)
        self.send(payload)

    async def write(self) -> None:
        """Send what comes, in its order; without end."""
        while True:
            text = json.dumps(await self.queue.get())
            if self.compressor is None:
                await self.socket.send_str(text)
            else:
                frame = self.compressor.compress(text.encode())
                await self.socket.send_bytes(frame + self.compressor.flush(zlib.Z_SYNC_FLUSH))

    async def read(self) -> None:
        """Answer what the app sends until it goes; raises `Closed` where it broke a rule."""
        while True:
            try:
                message = await self.socket.receive(timeout=2 * HEARTBEAT_SECONDS)
            except TimeoutError:
                raise Closed(TIMED_OUT) from None
            if message.type is not WSMsgType.TEXT:
                return
            try:
                payload = json.loads(message.data)
                operation, data = payload["op"], payload.get("d")
            except (ValueError, KeyError, TypeError):
                raise Closed(NOT_DECODED) from None
            self.take(operation, data)

    def take(self, operation: int, data: Json) -> None:
        """One message of the app."""
        if operation == HEARTBEAT:
            self.say(11)
        elif operation == IDENTIFY:
            self._identify(data)
        elif operation == RESUME:
            self._resume(data)
        elif operation not in {PRESENCE, VOICE, MEMBERS}:
            raise Closed(UNKNOWN_OPCODE)
        elif self.session is None:
            raise Closed(NOT_AUTHENTICATED)

    def _identify(self, data: Json) -> None:
        service = self.service
        if self.session:
            raise Closed(ALREADY)
        self._check_token(data)
        service.hub.identified += 1
        if self._is_refused():
            return
        if int(data["intents"]) & PRIVILEGED & ~service.hub.granted:
            raise Closed(DISALLOWED_INTENTS)
        session = Session(service.app.id, int(data["intents"]))
        service.hub.sessions[session.id] = session
        self._attach(session)
        joined = guilds.of_member(service, service.app.id)
        ready = {
            "v": 10,
            "user": users.own_user(service),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in joined],
            "session_id": session.id,
            "resume_gateway_url": f"{service.base.replace('http', 'ws', 1)}{PATH}",
            "application": {"id": str(service.app.id), "flags": 0, "flags_new": "0"},
        }
        service.record.note_sent("READY", session.dispatch("READY", ready))
        for guild in joined:
            whole = guilds.whole_guild(service, guild)
            service.record.note_sent("GUILD_CREATE", session.dispatch("GUILD_CREATE", whole))

    def _resume(self, data: Json) -> None:
        self._check_token(data)
        session = self.service.hub.sessions.get(data["session_id"])
        if session is None or self._is_refused():
            if session is None:
                self.say(9, d=False)
            return
        self.service.hub.resumed += 1
        missed = session.missed(int(data["seq"] or 0))
        self._attach(session)
        for event in missed:
            self.send(event)
        self.service.record.note_sent("RESUMED", session.dispatch("RESUMED", {}))

    def _is_refused(self) -> bool:
        """Whether a fault wants this login to find its session invalid."""
        hub = self.service.hub
        if hub.invalid:
            hub.invalid -= 1
            self.say(9, d=False)
            return True
        return False

    def _check_token(self, data: Json) -> None:
        token = str(data.get("token", "")).removeprefix("Bot ")
        if not hmac.compare_digest(token.encode(), self.service.app.token.encode()):
            raise Closed(BAD_TOKEN)

    def _attach(self, session: Session) -> None:
        self.session = session
        session.send = self.send
        session.abort = self.abort

    def abort(self) -> None:
        """Cut the line, without a goodbye."""
        transport = self.socket._req.transport if self.socket._req else None  # noqa: SLF001  # aiohttp has no public way to it
        if transport:
            transport.abort()

    def detach(self) -> None:
        """The session goes on without a connection, and keeps its events."""
        session = self.session
        if session and session.send == self.send:
            session.send = session.abort = None


@routes.get(PATH)
@routes.get(f"{PATH}/")
async def connect(request: web.Request) -> web.WebSocketResponse:
    """A connection from its hello to its end."""
    service = request.app[SERVICE]
    socket = web.WebSocketResponse(max_msg_size=1 << 22)
    await socket.prepare(request)
    zipped = request.query.get("compress") == "zlib-stream"
    connection = Connection(service, socket, zlib.compressobj() if zipped else None)
    connection.say(10, d={"heartbeat_interval": int(HEARTBEAT_SECONDS * 1000)})
    code = 1000
    async with _written(connection):
        try:
            await connection.read()
        except Closed as closed:
            code = closed.code
        finally:
            connection.detach()
    await socket.close(code=code)
    return socket


@asynccontextmanager
async def _written(connection: Connection) -> AsyncIterator[None]:
    writer = asyncio.create_task(connection.write())
    try:
        yield
    finally:
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
