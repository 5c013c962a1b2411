"""The servers that are compared, each a process of its own.

Each prints the port where it listens and ends when its input does.
"""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web
from gidgethub import sansio

from bot.adapters.chat.console import Console
from bot.adapters.clock import SystemClock
from bot.adapters.web import server
from bot.adapters.web.github_webhooks import LARGEST, PATH, GitHubWebhooks
from bot.releases.incoming.inbox import DatabaseInbox
from bot.releases.storage.database import FILE, Database
from tests.fakes import signed_deliveries as signed
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import sample_site
from tests.official import npm

PROBOT = "probot@14.3.2"
PROBOT_NAME = "Probot on Node"
SCRIPT = Path(__file__).parent / "probot.mjs"


def commands() -> dict[str, list[str]]:
    """How each is started, by its name; Probot only where this machine has Node and npm."""
    python = [sys.executable, "-c", "from benchmarks.webhooks import servers; servers.main()"]
    found = {"releasebot": [*python, "ours"], "gidgethub on aiohttp": [*python, "gidgethub"]}
    node = shutil.which("node")
    if node and npm.is_here():
        library = npm.installed(PROBOT) / "probot/lib/index.js"
        found[PROBOT_NAME] = [node, str(SCRIPT), str(library), signed.SECRET]
    return found


@contextlib.contextmanager
def running(command: list[str], folder: Path, core: int) -> Iterator[int]:
    """The server on that core alone; yields its port."""
    process = subprocess.Popen(
        [*command, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    os.sched_setaffinity(process.pid, {core})
    with process:
        try:
            yield int(process.stdout.readline())  # type: ignore[union-attr]  # it is a pipe
        finally:
            process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def check_kept(folder: Path, count: int) -> None:
    """Every delivery is in the database, once."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as connection:
        ((kept,),) = connection.execute("SELECT count(*) FROM deliveries").fetchall()
    if kept != count:
        raise SystemExit(f"{kept} deliveries were kept instead of {count}")


async def ours(folder: Path) -> None:
    """The bot's own web server with its webhooks."""
    database = Database(folder / FILE)
    webhooks = GitHubWebhooks(DatabaseInbox(database, SystemClock()), [signed.SECRET])
    site = sample_site(FakeReception(), Console(), hooks=(webhooks.hook(),))
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        await _told(int(url.rpartition(":")[2]))
    database.close()


async def gidgethub(_folder: Path) -> None:
    """What gidgethub's documentation shows: verify, parse, answer."""

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        sansio.Event.from_http(request.headers, body, secret=signed.SECRET)
        return web.Response(status=202)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(PATH, receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await _told(runner.addresses[0][1])
    await runner.cleanup()


async def _told(port: int) -> None:
    """Say where it listens, then wait for the end of the input."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Serve as the arguments say."""
    asyncio.run({"ours": ours, "gidgethub": gidgethub}[sys.argv[1]](Path(sys.argv[2])))
