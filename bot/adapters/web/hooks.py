"""Hooks: paths to which platforms send what happened; each checks its sender itself."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

SECONDS = 10  # for a body to arrive
MOST_BYTES = 256 * 2**20  # of all bodies of a hook that are on their way


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """`receive` gets the request and its raw body, of at most `largest` bytes, and answers."""

    path: str
    largest: int
    receive: Callable[[web.Request, bytes], Awaitable[web.Response]]


class Budget:
    """How much of all bodies that are on their way is held in memory: nobody vouches for them."""

    def __init__(self) -> None:
        """Nothing is on its way."""
        self._held = 0

    def take(self, count: int) -> None:
        """Hold so much more. Raises 503 where that is too much."""
        self._held += count
        if self._held > MOST_BYTES:
            raise web.HTTPServiceUnavailable(text="Too much arrives at once; send it later.")

    def give_back(self, count: int) -> None:
        """Let go of so much."""
        self._held -= count


def routes(hooks: Sequence[Hook]) -> list[web.RouteDef]:
    """A route for each hook."""
    return [web.post(hook.path, _handler(hook)) for hook in hooks]


def _handler(hook: Hook) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    budget = Budget()

    async def handle(request: web.Request) -> web.StreamResponse:
        return await hook.receive(request, await _body(request, hook.largest, budget))

    return handle


async def _body(request: web.Request, largest: int, budget: Budget) -> bytes:
    """The raw body.

    Raises 411 for one that does not say how long it is, 413 for one that is too large, also once
    it is unpacked, and 408 for one that does not arrive.
    """
    if (stated := request.content_length) is None:
        raise web.HTTPLengthRequired(text="Say with Content-Length how long the body is.")
    if stated > largest:
        raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=stated)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.content.iter_any():
                body += piece
                budget.take(len(piece))
                if len(body) > largest:
                    raise web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body did not arrive in time.") from None
    finally:
        budget.give_back(len(body))
    return bytes(body)
