"""Hooks: what platforms send reaches its receiver as raw bytes, bounded in size and time."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.chat.console import Console
from bot.adapters.web import hooks, server
from bot.adapters.web.hooks import Hook
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import sample_site

LARGEST = 1000


@pytest.fixture
async def address(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Where a hook listens that sends back what it got."""
    monkeypatch.setattr(hooks, "SECONDS", 0.3)

    async def receive(_request: web.Request, body: bytes) -> web.Response:
        return web.Response(body=body)

    hook = Hook(path="/somewhere/events", largest=LARGEST, receive=receive)
    site = sample_site(FakeReception(), Console(), hooks=(hook,))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        yield f"{url}/somewhere/events"


async def test_a_platform_needs_no_key(address: str) -> None:
    """Its body arrives byte for byte, whatever it says that it is."""
    body = b'{"a": \xff}'
    async with aiohttp.ClientSession() as session, session.post(address, data=body) as answer:
        assert (answer.status, await answer.read()) == (200, body)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large_is_refused(address: str, *, chunked: bool) -> None:
    """Also one that does not say how large it is."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 100 + 1):
            yield b"x" * 100

    body = pieces() if chunked else b"x" * (LARGEST + 1)
    async with aiohttp.ClientSession() as session, session.post(address, data=body) as answer:
        assert answer.status == 413


async def test_a_body_that_does_not_arrive_is_cut_off(address: str) -> None:
    """Nobody keeps a connection by sending drop by drop."""

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x"
            await asyncio.sleep(0.05)

    async with aiohttp.ClientSession() as session, session.post(address, data=drops()) as answer:
        assert answer.status == 408
