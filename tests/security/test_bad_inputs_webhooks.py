"""Rows 41 to 50 of the bad inputs: what is sent to the webhooks' address."""

import asyncio
import contextlib
import dataclasses
import gzip
import io
import tomllib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.adapters.chat.console import Console
from bot.adapters.web import server
from bot.adapters.web.github_webhooks import PATH, GitHubWebhooks
from bot.ports import Binding
from handlers.github_events import deliveries
from tests.fakes import signed_deliveries as signed
from tests.fakes.event_world import World
from tests.fakes.fake_inbox import FakeInbox
from tests.fakes.fake_notices import FakeBindings
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import sample_site

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] in range(41, 51)]
IDS = [f"{row['number']}-{row['event']}-{n}" for n, row in enumerate(ROWS)]


@pytest.fixture
def inbox() -> FakeInbox:
    """Where what is kept is worked on."""
    return FakeInbox()


@pytest.fixture
async def url(inbox: FakeInbox) -> AsyncIterator[str]:
    """Where the webhooks are."""
    webhooks = GitHubWebhooks(inbox, [signed.SECRET])
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as address:
        yield f"{address}{PATH}"


async def send(url: str, row: Mapping[str, Any], guid: str = "guid-1") -> int:
    """The status of the answer."""
    inner = row["body"] * row.get("times", 1)
    body = f"{row.get('start', '')}{inner}{row.get('end', '')}".encode()
    headers = signed.headers(body, row["event"], guid) | {"Content-Length": str(len(body))}
    if "signature" in row:
        headers["X-Hub-Signature-256"] = row["signature"]
    if "content_type" in row:
        headers["Content-Type"] = row["content_type"]
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


def renamed_world() -> World:
    """A project whose repository was seen before and has another name now."""
    world = World()
    bound = Binding(project="greeter", repository="acme/greeter", number=1001)
    world.bindings = FakeBindings(bound)
    assert world.origin.seen
    world.origin.seen = dataclasses.replace(world.origin.seen, name="acme/hello")
    return world


@pytest.mark.parametrize("row", ROWS, ids=IDS)
async def test_it_is_answered_and_does_no_more_than_it_says(
    url: str, inbox: FakeInbox, row: Mapping[str, Any]
) -> None:
    """Never a 5xx; what is kept is worked on without a crash, and starts nothing."""
    assert await send(url, row) == row["status"]
    assert len(inbox.kept) == ("outcome" in row)
    if "outcome" not in row:
        return
    world = renamed_world()
    await deliveries.work_on(await inbox.take(), inbox, world.desk())

    assert inbox.outcomes == {"guid-1": ("done", row["outcome"])}
    assert (world.releases.asked, world.reception.asked) == ([], [])


async def test_a_small_body_that_unpacks_to_a_large_one_is_refused(
    url: str, inbox: FakeInbox
) -> None:
    """Row 44: 61 kB of gzip are 60 MB of JSON; what counts is what it unpacks to."""
    bomb = gzip.compress(b'{"a": "' + b"x" * 60_000_000 + b'"}')
    assert len(bomb) < 61_000
    headers = signed.headers(bomb) | {"Content-Encoding": "gzip", "Content-Length": str(len(bomb))}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(bomb), headers=headers) as answer,
    ):
        assert answer.status == 413
    assert inbox.kept == []


async def test_headers_that_come_drop_by_drop_are_cut_off(
    inbox: FakeInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However steadily they drip, the connection ends when a whole one would have had its time."""
    monkeypatch.setattr(server, "IDLE_SECONDS", 0.5)
    webhooks = GitHubWebhooks(inbox, [signed.SECRET])
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as address:
        host, _, port = address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"POST {PATH} HTTP/1.1\r\nHost: bot\r\n".encode())

        async def drip() -> None:
            while True:
                writer.write(b"X-Slow: 1\r\n")
                await asyncio.sleep(0.1)

        dripping = asyncio.create_task(drip())
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionError):
                assert await reader.read() == b""
        dripping.cancel()
        writer.close()


async def test_a_redelivery_has_no_second_effect(url: str, inbox: FakeInbox) -> None:
    """Row 49: three days later, and under another id too."""
    row = {"body": signed.push().decode(), "event": "push"}
    for guid in ("guid-1", "guid-1", "guid-2"):
        assert await send(url, row, guid) == 202

    assert len(inbox.kept) == 1


async def test_deliveries_out_of_order_have_the_same_effect(url: str, inbox: FakeInbox) -> None:
    """Row 49: what counts is what the host shows when each is worked on."""
    older, newer = ({"body": signed.push(c * 40).decode(), "event": "push"} for c in "cd")
    await send(url, newer, "guid-2")
    await send(url, older, "guid-1")
    world = World()
    for _ in range(2):
        await deliveries.work_on(await inbox.take(), inbox, world.desk())

    assert world.releases.asked == [("look_at_branches",)] * 2
