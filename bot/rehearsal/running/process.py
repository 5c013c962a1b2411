"""The world's process: four servers on kept ports, until a signal or a long-gone owner ends it."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from pathlib import Path

from aiohttp import web

from bot import errors
from bot.rehearsal import chat_log, journal, world_routes
from bot.rehearsal.github import server
from bot.rehearsal.index import simple_api, uploads
from bot.rehearsal.running import folder_lock, owner, ports, state
from bot.rehearsal.running.local_only import local_only
from bot.rehearsal.storage import Storage, open_storage

SECONDS_BETWEEN_LOOKS = 5.0
SECONDS_TO_FINISH = 1.0


def run_world(folder: Path) -> None:
    """Serve the world of this folder in this process until it ends."""
    folder = folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder_lock.hold(folder), open_storage(folder) as storage:
        for leftover in (folder / "incoming").iterdir():
            if leftover.is_file():
                leftover.unlink()
        journal.settle(storage)
        asyncio.run(_serve(storage))


async def _serve(storage: Storage) -> None:
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    sockets, known = _open_ports(storage.folder)
    runners = []
    for site, app in _apps(storage, known).items():
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SECONDS_TO_FINISH)
        await runner.setup()
        await web.SockSite(runner, sockets[site]).start()
        runners.append(runner)
    state.write_state(storage.folder, known)
    await _until_over(owner.Watch(storage.folder), over)
    await asyncio.gather(*(runner.cleanup() for runner in runners))


def _open_ports(folder: Path) -> tuple[dict[str, socket.socket], state.State]:
    before = state.read_state(folder)
    kept = before.ports if before else {}
    sockets = {site: ports.listen(kept.get(site)) for site in state.SITES}
    known = state.State(
        instance=secrets.token_hex(16),
        pid=os.getpid(),
        ports={site: server.getsockname()[1] for site, server in sockets.items()},
        tokens=before.tokens if before else state.new_tokens(),
    )
    return sockets, known


def _apps(storage: Storage, known: state.State) -> dict[str, web.Application]:
    apps = {"github": server.make_app(storage, known.tokens["github"]), "chat": web.Application()}
    apps["chat"][chat_log.STORAGE] = storage
    apps["chat"].add_routes(chat_log.routes)
    for name in ("pypi", "testpypi"):
        apps[name] = web.Application()
        apps[name][uploads.STORAGE] = storage
        apps[name][uploads.NAME] = name
        apps[name][uploads.TOKEN] = known.tokens[name]
        apps[name].add_routes([*uploads.routes, *simple_api.routes])
    for app in apps.values():
        app.middlewares.insert(0, local_only)
        app[world_routes.STORAGE] = storage
        app[world_routes.INSTANCE] = known.instance
        app.add_routes(world_routes.routes)
    return apps


async def _until_over(watch: owner.Watch, over: asyncio.Event) -> None:
    while not over.is_set() and not watch.is_over():
        try:
            await asyncio.wait_for(over.wait(), SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            continue


if __name__ == "__main__":
    try:
        run_world(Path(sys.argv[1]))
    except errors.ReleasebotError as problem:
        sys.exit(problem.for_people())
