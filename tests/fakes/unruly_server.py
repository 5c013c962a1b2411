"""A web server that answers as badly as a test wants, and counts what reached it.

What was asked of it as of GitHub it writes into a transcript like the stand-in's, where the tests'
sweep finds it. Its answers are wrong on purpose, and measured by nobody.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.rehearsal.github import transcript

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

ENTERPRISE = "/api/v3"  # below which GitHub's own server has the same API


class UnrulyServer:
    """Answers by `rules`, ("METHOD", start of the path) → answer; 404 where none fits."""

    def __init__(self, folder: Path | None = None) -> None:
        """Start without rules; `folder` is where the transcript goes, for a bad GitHub."""
        self.rules: dict[tuple[str, str], Answer] = {}
        self.requests: list[tuple[str, str]] = []
        self.url = ""
        self._folder = folder
        self._over = asyncio.Event()

    def count(self, method: str) -> int:
        """How many requests of that method came."""
        return sum(1 for came, _ in self.requests if came == method)

    async def hang(self, request: web.Request) -> web.StreamResponse:
        """Take the request and never answer."""
        await request.read()
        await self._over.wait()
        return web.Response()

    async def drip(self, request: web.Request) -> web.StreamResponse:
        """Answer a byte now and then, without an end."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not self._over.is_set():
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        path = request.path.removeprefix(ENTERPRISE)
        if self._folder and path.split("/")[1] in transcript.API:
            await self._keep(request, path, self._folder)
        for (method, start), answer in self.rules.items():
            if request.method == method and request.path.startswith(start):
                return await answer(request)
        return web.json_response({"message": "Not Found"}, status=404)

    async def _keep(self, request: web.Request, path: str, folder: Path) -> None:
        """Write the request down before it is answered, for not all are; the body is read here."""
        given = request.headers
        line: dict[str, object] = {
            "method": request.method,
            "path": path,
            "query": [list(pair) for pair in request.query.items()],
            "status": HTTPStatus.OK,
            "caller": "token",
            "fault": "unruly",
            "agent": given.get("User-Agent", ""),
            "version": given.get("X-GitHub-Api-Version", ""),
        }
        if request.content_type == "application/json" and (body := await request.read()):
            line["body"] = json.loads(body)
        with (folder / transcript.FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    @asynccontextmanager
    async def running(self) -> AsyncIterator["UnrulyServer"]:
        """Listen on a free port."""
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", self._answer)
        async with TestServer(app) as server:
            self.url = str(server.make_url("")).rstrip("/")
            yield self
            self._over.set()


async def drop(request: web.Request) -> web.StreamResponse:
    """Take the whole request, do what it asks for, and hang up without a word."""
    await request.read()
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def say(status: int, text: str = "", *, reason: str | None = None, **headers: str) -> Answer:
    """Answer with this status and text; `Content_Type` and the like become headers."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await request.read()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, reason=reason, headers=named)

    return answer
