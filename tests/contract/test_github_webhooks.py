"""GitHub's webhooks over HTTP: who signed is let in, and nothing that arrives ends in a 5xx."""

import asyncio
import contextlib
import hashlib
import hmac
import http.client
import io
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot import errors
from bot.adapters.chat.console import Console
from bot.adapters.web import hooks, server
from bot.adapters.web.github_webhooks import LARGEST, PATH, GitHubWebhooks
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.storage.database import Database
from tests.fakes import signed_deliveries as signed
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_inbox import FakeInbox
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import sample_site

BODY = signed.push()
GOOD = signed.signature(BODY)


class Sender:
    """Sends deliveries and looks at what was kept of them."""

    def __init__(self, url: str, path: Path) -> None:
        """Send there."""
        self.url = url
        self._path = path

    async def send(self, body: bytes, **changes: str | None) -> int:
        """The status for a body with GitHub's headers, some of them changed or left out."""
        headers: dict[str, str | None] = {**signed.headers(body), **changes}
        headers["Content-Length"] = str(len(body))
        given = {name: value for name, value in headers.items() if value is not None}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=io.BytesIO(body), headers=given) as answer,
        ):
            await answer.read()
            return answer.status

    def raw(self, body: bytes, headers: list[tuple[str, bytes]]) -> int:
        """The status for headers that no decent client sends."""
        where = urlsplit(self.url)
        with closing(http.client.HTTPConnection(where.netloc, timeout=10)) as connection:
            connection.putrequest("POST", where.path)
            for name, value in headers:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            with connection.getresponse() as answer:
                return answer.status

    def rows(self) -> list[tuple[str, str]]:
        """The id and the event of everything that is kept."""
        with closing(sqlite3.connect(self._path)) as connection:
            found = connection.execute("SELECT guid, event FROM deliveries ORDER BY number")
            return list(found)


@pytest.fixture
async def sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sender]:
    """A bot's webhooks on a real database."""
    monkeypatch.setattr(hooks, "SECONDS", 2.0)
    path = tmp_path / "releasebot.sqlite"
    database = Database(path)
    webhooks = GitHubWebhooks(
        DatabaseInbox(database, FakeClock()), [signed.SECRET, signed.OLD_SECRET]
    )
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        yield Sender(f"{url}{PATH}", path)
    database.close()


async def test_a_signed_delivery_is_kept_before_it_is_answered(sender: Sender) -> None:
    """Whoever is told 202 finds it in the database."""
    assert await sender.send(BODY) == 202
    assert sender.rows() == [("guid-1", "push")]


async def test_while_secrets_are_replaced_both_are_good(sender: Sender) -> None:
    """The old one goes when it leaves the configuration."""
    old = signed.signature(BODY, signed.OLD_SECRET)

    assert await sender.send(BODY, **{"X-Hub-Signature-256": old}) == 202


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        f"sha1={hmac.new(signed.SECRET.encode(), BODY, hashlib.sha1).hexdigest()}",
        signed.signature(BODY, "another secret"),
        signed.signature(BODY, ""),
        signed.signature(BODY + b" "),
        GOOD[:-1],
        GOOD.upper(),
        GOOD.removeprefix("sha256="),
        f"{GOOD}, {GOOD}",
    ],
)
async def test_t01_a_forged_delivery_leaves_no_trace(sender: Sender, signature: str | None) -> None:
    """401 and no row, whatever is wrong with its signature."""
    sha1 = f"sha1={hmac.new(signed.SECRET.encode(), BODY, hashlib.sha1).hexdigest()}"
    headers = {"X-Hub-Signature-256": signature, "X-Hub-Signature": sha1}

    assert await sender.send(BODY, **headers) == 401
    assert sender.rows() == []


@pytest.mark.parametrize(
    "given",
    [
        [GOOD.encode(), GOOD.encode()],
        [GOOD.encode(), b"sha256=0"],
        [b"sha256=" + "\u00e9".encode() * 32],
        [b"sha256=" + b"\xff" * 64],
    ],
)
async def test_t01_signatures_that_no_client_sends_are_forged(
    sender: Sender, given: list[bytes]
) -> None:
    """Two of them, and letters that no signature has: row 42."""
    headers = [("X-Hub-Signature-256", value) for value in given]
    others = [("X-GitHub-Event", b"push"), ("X-GitHub-Delivery", b"guid-1")]

    assert await asyncio.to_thread(sender.raw, BODY, [*headers, *others]) == 401
    assert sender.rows() == []


async def test_t02_a_replayed_body_is_nothing_new(sender: Sender) -> None:
    """Neither under its own id, nor under another one, nor under another label."""
    statuses = [
        await sender.send(BODY),
        await sender.send(BODY),
        await sender.send(BODY, **{"X-GitHub-Delivery": "guid-2"}),
        await sender.send(BODY, **{"X-GitHub-Delivery": "guid-3", "X-GitHub-Event": "release"}),
    ]

    assert statuses == [202] * 4
    assert sender.rows() == [("guid-1", "push")]


async def test_many_at_once_are_each_kept_once(sender: Sender) -> None:
    """They share transactions; twins among them do not."""
    bodies = [signed.push(f"{number:040x}") for number in range(1, 101)]
    sent = [
        sender.send(body, **{"X-GitHub-Delivery": f"guid-{number}"})
        for number, body in enumerate([*bodies, *bodies])
    ]
    statuses = await asyncio.gather(*sent)

    assert set(statuses) == {202}
    assert len(sender.rows()) == 100


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"X-GitHub-Delivery": None}, 400),
        ({"X-GitHub-Delivery": "x" * 65}, 400),
        ({"X-GitHub-Delivery": "'; DROP TABLE deliveries"}, 400),
        ({"X-GitHub-Event": None}, 400),
        ({"X-GitHub-Event": "../push"}, 400),
        ({"X-GitHub-Event": "star"}, 202),
    ],
)
async def test_what_stands_beside_a_body_is_checked(
    sender: Sender, changes: dict[str, str | None], status: int
) -> None:
    """Nobody signs it; what means nothing for a release is taken and not kept."""
    assert await sender.send(BODY, **changes) == status
    assert sender.rows() == []


async def test_the_largest_body_is_taken_and_a_larger_one_is_not(sender: Sender) -> None:
    """GitHub's own limit is 25 MB."""
    around = len(signed.body_of(ref="refs/heads/main", before="a", after="b", padding=""))
    padding = "x" * (LARGEST - around)
    body = signed.body_of(ref="refs/heads/main", before="a", after="b", padding=padding)

    assert len(body) == LARGEST
    assert await sender.send(body) == 202
    assert await sender.send(body + b" ") == 413
    assert len(sender.rows()) == 1


async def test_t22_slow_senders_keep_nobody_waiting(sender: Sender) -> None:
    """Row 44: 200 bodies that never end, and a good delivery takes less than a second."""
    where = urlsplit(sender.url)
    start = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{".encode()
    async with contextlib.AsyncExitStack() as opened:
        for _ in range(200):
            slow, writer = await asyncio.open_connection(where.hostname, where.port)
            opened.push_async_callback(writer.wait_closed)
            opened.callback(writer.close)
            writer.write(start)
        started = time.monotonic()
        assert await sender.send(BODY) == 202
        assert time.monotonic() - started < 1
        assert await slow.readexactly(12) == b"HTTP/1.1 408"


async def test_an_inbox_that_cannot_keep_it_says_so() -> None:
    """503, so that GitHub counts it as failed, and it is asked for again."""
    inbox = FakeInbox()
    inbox.is_full = True
    webhooks = GitHubWebhooks(inbox, [signed.SECRET])
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        assert await Sender(f"{url}{PATH}", Path()).send(BODY) == 503


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_taken(secrets: list[str]) -> None:
    """A body that nobody signed could be anybody's."""
    with pytest.raises(errors.BadConfiguration, match="there is no secret"):
        GitHubWebhooks(FakeInbox(), secrets)
