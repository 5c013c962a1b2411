"""All of GitHub's own examples are taken and worked on, and none ends in a 5xx."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.chat.console import Console
from bot.adapters.web import server
from bot.adapters.web.github_webhooks import PATH, GitHubWebhooks
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.storage.database import Database
from handlers.github_events import deliveries
from handlers.github_events.desk import EventDesk, Watched
from tests.fakes import signed_deliveries as signed
from tests.fakes.event_world import World
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import sample_site
from tests.official import npm
from tests.official.github import payloads

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not installed")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Where they are kept."""
    opened = Database(tmp_path / "releasebot.sqlite")
    yield opened
    opened.close()


async def send(url: str, bodies: list[tuple[str, bytes]]) -> Counter[int]:
    """How often each status was answered."""
    statuses: Counter[int] = Counter()
    async with aiohttp.ClientSession() as session:
        for number, (event, body) in enumerate(bodies):
            headers = signed.headers(body, event, f"guid-{number}")
            async with session.post(f"{url}{PATH}", data=body, headers=headers) as answer:
                statuses[answer.status] += 1
    return statuses


def desk_of_everybody(bodies: list[tuple[str, bytes]], world: World) -> EventDesk:
    """A desk that watches every repository of the examples, so that every handler is called."""
    names = {json.loads(body).get("repository", {}).get("full_name") for _, body in bodies}
    (one,) = world.desk().watched
    watched = tuple(
        Watched(
            project=name, repository=name, origin=one.origin, comments=one.comments, tags="tell"
        )
        for name in sorted(filter(None, names))
    )
    return EventDesk(
        releases=world.releases,
        reception=world.reception,
        notices=world.notices,
        bindings=world.bindings,
        watched=watched,
    )


async def outcomes(database: Database) -> Counter[str]:
    """How many deliveries are in which state."""
    rows = await database.run(
        lambda connection: connection.exec_driver_sql("SELECT state FROM deliveries").all()
    )
    return Counter(row[0] for row in rows)


async def test_every_example_is_taken_and_worked_on(database: Database) -> None:
    """Each of the 329 is answered with 202; none of them is too much for a handler."""
    bodies = [(event, body) for event, _, body in payloads.payloads()]
    assert len(bodies) == payloads.COUNT
    inbox = DatabaseInbox(database, FakeClock())
    webhooks = GitHubWebhooks(inbox, [signed.SECRET])
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        assert await send(url, bodies) == {202: payloads.COUNT}

    desk = desk_of_everybody(bodies, World())
    working = asyncio.create_task(deliveries.work(inbox, desk))
    async with asyncio.timeout(60):
        while (await outcomes(database))["due"]:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    kept = await outcomes(database)
    assert kept.keys() == {"done"}
    assert kept["done"] > 50
