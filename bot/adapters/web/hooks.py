"""Hooks: paths to which platforms send what happened; each checks its sender itself."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

SECONDS = 10  # for a body to arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """`receive` gets the request and its raw body, of at most `largest` bytes, and answers."""

    path: str
    largest: int
    receive: Callable[[web.Request, bytes], Awaitable[web.Response]]


def routes(hooks: Sequence[Hook]) -> list[web.RouteDef]:
    """A route for each hook."""
    return [web.post(hook.path, _handler(hook)) for hook in hooks]


def _handler(hook: Hook) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await hook.receive(request, await _body(request, hook.largest))

    return handle


async def _body(request: web.Request, largest: int) -> bytes:
    """The raw body. Raises 413 for one that is too large, 408 for one that does not arrive."""
    if (stated := request.content_length or 0) > largest:
        raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=stated)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > largest:
                    raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body did not arrive in time.") from None
    return bytes(body)
