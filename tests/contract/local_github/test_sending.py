"""Sending: slow and refusing receivers, an end in between, and whom nobody tells anything."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.rehearsal.github.app import registration
from bot.rehearsal.github.hooks import outbox, sending
from bot.rehearsal.storage import Storage, open_storage
from tests.fakes.unruly_server import UnrulyServer, say

PING = {"zen": "Keep it calm.", "hook_id": 1, "hook": {}}


@contextlib.asynccontextmanager
async def _sending(storage: Storage) -> AsyncIterator[sending.Sender]:
    app = web.Application()
    life = sending.lifetime(app, storage)
    await anext(life)
    yield app[sending.SENDER]
    await app[sending.SENDER].settle()
    with contextlib.suppress(StopAsyncIteration):
        await anext(life)


def _post(storage: Storage, url: str, event: str = "ping") -> None:
    registration.register(storage)
    registration.change(storage, {"hook_url": url})
    outbox.post(storage, event, PING)
    (storage.folder / "github.jsonl").unlink(missing_ok=True)  # the payload is a short one


def _ends(storage: Storage) -> list[tuple[str, int]]:
    rows = storage.db.execute("SELECT status, status_code FROM deliveries ORDER BY id")
    return [(row["status"], row["status_code"]) for row in rows]


async def test_a_slow_receiver_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten seconds at GitHub, here sooner, the delivery has failed; it is not sent again."""
    monkeypatch.setattr(sending, "SECONDS", 0.05)
    unruly = UnrulyServer()
    unruly.rules[("POST", "/hook")] = unruly.hang
    async with unruly.running():
        with open_storage(tmp_path) as storage:
            _post(storage, f"{unruly.url}/hook")
            async with _sending(storage):
                pass
            assert _ends(storage) == [("timed out", 504)]
            async with _sending(storage):
                pass
            assert unruly.count("POST") == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (200, "OK"),
        (202, "OK"),
        (302, "Invalid HTTP Response: 302"),
        (413, "Invalid HTTP Response: 413"),
    ],
)
async def test_any_success_is_one(tmp_path: Path, status: int, words: str) -> None:
    """A redirect is not followed, and everything else has failed."""
    unruly = UnrulyServer()
    unruly.rules[("POST", "/hook")] = say(status, Location="/elsewhere")
    async with unruly.running():
        with open_storage(tmp_path) as storage:
            _post(storage, f"{unruly.url}/hook")
            async with _sending(storage):
                pass
            assert _ends(storage) == [(words, status)]
            assert unruly.requests == [("POST", "/hook")]


async def test_what_a_killed_world_was_sending_has_failed(tmp_path: Path) -> None:
    """Nobody knows whether it came, so it is not sent again by itself; what waited is sent."""
    unruly = UnrulyServer()
    unruly.rules[("POST", "/hook")] = say(202)
    async with unruly.running():
        with open_storage(tmp_path) as storage:
            _post(storage, f"{unruly.url}/hook")
            storage.db.execute("UPDATE deliveries SET status = ?", (outbox.SENDING,))
            _post(storage, f"{unruly.url}/hook")
            async with _sending(storage):
                pass
            assert _ends(storage) == [("timed out", 504), ("OK", 202)]


@pytest.mark.parametrize(
    ("url", "event"), [("", "ping"), ("http://127.0.0.1:9/hook", "deployment")]
)
def test_nothing_is_sent_unasked(tmp_path: Path, url: str, event: str) -> None:
    """Neither without an address, nor what the App did not ask for."""
    with open_storage(tmp_path) as storage:
        _post(storage, url, event)

        assert _ends(storage) == []


def test_too_large_a_payload_is_never_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 25 MB GitHub is silent."""
    monkeypatch.setattr(outbox, "LARGEST", 10)
    with open_storage(tmp_path) as storage:
        _post(storage, "http://127.0.0.1:9/hook")

        assert _ends(storage) == []
