"""Hooks: what platforms send reaches its receiver as raw bytes, bounded in size and time."""

import asyncio
import gzip
import io
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

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


async def test_a_body_that_is_too_large_is_refused(address: str) -> None:
    """By what it says that it is."""
    body = b"x" * (LARGEST + 1)
    async with aiohttp.ClientSession() as session, session.post(address, data=body) as answer:
        assert answer.status == 413


async def test_row_44_a_body_that_is_too_large_once_it_is_unpacked_is_refused(address: str) -> None:
    """A few bytes that say how few they are become a thousand times as many."""
    packed = gzip.compress(b"x" * LARGEST * 300)
    assert len(packed) < LARGEST
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.post(address, data=io.BytesIO(packed), headers=headers) as answer,
    ):
        assert answer.status == 413


async def test_row_43_a_body_that_does_not_say_how_long_it_is_is_not_read(address: str) -> None:
    """411 before the first piece of it: the sender is still waiting to send."""
    where = urlsplit(address)
    head = f"POST {where.path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(head.encode())
    async with asyncio.timeout(hooks.SECONDS):
        assert await reader.readexactly(12) == b"HTTP/1.1 411"
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_does_not_arrive_is_cut_off(address: str) -> None:
    """Row 44: nobody keeps a connection by sending drop by drop."""

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x"
            await asyncio.sleep(0.05)

    headers = {"Content-Length": "20"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=drops(), headers=headers) as answer,
    ):
        assert answer.status == 408
