"""Sending deliveries: signed as GitHub signs, ten seconds each, and never again by itself."""

import asyncio
import hashlib
import hmac
import sqlite3
import time
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.rehearsal.github.app import registration
from bot.rehearsal.github.hooks import outbox
from bot.rehearsal.storage import Storage

SECONDS = 10.0
AT_ONCE = 20
HOOK = 5_100_001
LONGEST_ANSWER = 64 * 1024
NO_ANSWER = {"timed out": 504, "failed to connect to host": 502}


class Sender:
    """Sends what lies in the outbox."""

    def __init__(self, storage: Storage, session: aiohttp.ClientSession) -> None:
        """Start with nothing under way."""
        self._storage = storage
        self._session = session
        self._places = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()

    def look(self) -> None:
        """Start to send whatever waits, in its order; nobody waits for the end."""
        rows = self._storage.db.execute(
            "UPDATE deliveries SET status = ? WHERE status = ? RETURNING *",
            (outbox.SENDING, outbox.PENDING),
        ).fetchall()
        for row in sorted(rows, key=lambda row: int(row["id"])):
            task = asyncio.create_task(self._send(row))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """Wait for the end of what is under way."""
        await asyncio.gather(*self._under_way)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _send(self, row: sqlite3.Row) -> None:
        app = registration.register(self._storage)
        async with self._places:
            began = time.monotonic()
            status, code, answer = await self._post(app, row)
        self._storage.db.execute(
            "UPDATE deliveries SET status = ?, status_code = ?, answer = ?, seconds = ?"
            " WHERE id = ?",
            (status, code, answer, round(time.monotonic() - began, 2), row["id"]),
        )

    async def _post(self, app: registration.App, row: sqlite3.Row) -> tuple[str, int, str]:
        """The words, number and text of the answer."""
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._session.post(
                    app.hook_url,
                    data=row["body"],
                    headers=headers(app, row),
                    allow_redirects=False,
                ) as answer,
            ):
                text = (await answer.content.read(LONGEST_ANSWER)).decode(errors="replace")
        except TimeoutError:
            status = "timed out"
        except (aiohttp.ClientError, OSError, ValueError):
            status = "failed to connect to host"
        else:
            is_fine = answer.status < 300  # noqa: PLR2004 - GitHub takes any 2xx
            words = "OK" if is_fine else f"Invalid HTTP Response: {answer.status}"
            return words, answer.status, text
        return status, NO_ANSWER[status], ""


def headers(app: registration.App, row: sqlite3.Row) -> dict[str, str]:
    """The headers of a delivery; without a secret it is not signed."""
    named = {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/0a1b2c3",
        "X-GitHub-Delivery": row["guid"],
        "X-GitHub-Event": row["event"],
        "X-GitHub-Hook-ID": str(HOOK),
        "X-GitHub-Hook-Installation-Target-ID": str(app.id),
        "X-GitHub-Hook-Installation-Target-Type": "integration",
    }
    if app.hook_secret:
        secret = app.hook_secret.encode()
        named["X-Hub-Signature"] = f"sha1={hmac.new(secret, row['body'], hashlib.sha1).hexdigest()}"
        digest = hmac.new(secret, row["body"], hashlib.sha256).hexdigest()
        named["X-Hub-Signature-256"] = f"sha256={digest}"
    return named


SENDER = web.AppKey("SENDER", Sender)


@web.middleware
async def send_afterwards(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever a request has put into the outbox goes out once its answer is made."""
    try:
        return await handler(request)
    finally:
        request.app[SENDER].look()


async def lifetime(app: web.Application, storage: Storage) -> AsyncIterator[None]:
    """Send while the server lives; what a killed one was sending has never been answered."""
    storage.db.execute(
        "UPDATE deliveries SET status = 'timed out', status_code = 504 WHERE status = ?",
        (outbox.SENDING,),
    )
    async with aiohttp.ClientSession() as session:
        sender = app[SENDER] = Sender(storage, session)
        sender.look()
        yield
        await sender.close()
