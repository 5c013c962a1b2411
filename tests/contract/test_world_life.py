"""A world's life: started once, adopted, killed, found again as it was, ended with its owner."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from bot import errors
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.running import folder_lock, owner
from bot.rehearsal.running.state import read_state
from bot.rehearsal.sample.project import FULL_NAME
from bot.rehearsal.world import World, effects, start_world, stop_world


def _pid(world: World) -> int:
    known = read_state(world.folder)
    assert known is not None
    return known.pid


def _kill(world: World) -> None:
    os.kill(_pid(world), signal.SIGKILL)
    _await(lambda: not folder_lock.is_locked(world.folder))


def _await(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


async def _post(world: World, key: str) -> None:
    message = {"key": key, "text": "Released.", "author": "releasebot"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{world.chat_url}/channels/releases/messages", json=message) as answer,
    ):
        assert answer.status == 201


def test_a_running_world_is_adopted(world: World) -> None:
    """A resumed bot finds the same process, ports and tokens."""
    pid = _pid(world)

    assert start_world(world.folder) == world
    assert _pid(world) == pid


async def test_a_killed_world_forgets_nothing(world: World) -> None:
    """After `kill -9` a new process has the same ports, tokens and state."""
    await _post(world, "before")
    _kill(world)

    assert start_world(world.folder) == world
    assert [row["key"] for row in effects(world)] == ["before"]


def test_two_starts_at_once_give_one_world(tmp_path: Path) -> None:
    """The folder's lock lets one process in; the other start adopts it."""
    script = (
        "import sys; from pathlib import Path; from bot.rehearsal import world;"
        "print(world.start_world(Path(sys.argv[1])).github_url)"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    try:
        urls = {start.communicate(timeout=30)[0] for start in starts}
    finally:
        stop_world(tmp_path)

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(urls) == 1


def test_a_foreign_process_is_neither_adopted_nor_ended(world: World) -> None:
    """Only a process that names the instance of the file counts as this world."""
    path = world.folder / "world.json"
    known = json.loads(path.read_text())
    pid = known["pid"]
    path.write_text(json.dumps(known | {"pid": os.getpid()}))

    stop_world(world.folder)

    assert folder_lock.is_locked(world.folder)
    path.write_text(json.dumps(known | {"pid": pid}))


def test_a_taken_port_is_told(world: World) -> None:
    """A port that another program took meanwhile is named, not silently replaced."""
    _kill(world)
    port = world.github_url.rpartition(":")[2]
    server = [sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1"]
    with subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as other:
        try:
            _await(lambda: _answers(int(port)))
            with pytest.raises(errors.Failed, match=f"Port {port}"):
                start_world(world.folder)
        finally:
            other.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_the_tokens_are_for_their_owner_only(world: World) -> None:
    """The file that holds tokens is 0600, and they do not show in a printed world."""
    assert (world.folder / "world.json").stat().st_mode & 0o777 == 0o600
    assert world.pypi_token not in repr(world)


def test_the_command_serves_a_world(tmp_path: Path) -> None:
    """`releasebot world FOLDER` is the same process, started by hand."""
    owner.claim(tmp_path)
    with subprocess.Popen([sys.executable, "-m", "bot", "world", str(tmp_path)]) as serving:
        _await(lambda: _is_served_by(tmp_path, serving.pid))
        world = start_world(tmp_path)
        assert _pid(world) == serving.pid
        stop_world(tmp_path)
    assert serving.returncode == 0


def _is_served_by(folder: Path, pid: int) -> bool:
    known = read_state(folder)
    return known is not None and known.pid == pid


async def test_a_kill_in_the_middle_of_writes(world: World) -> None:
    """Whenever the world dies, its journal tells of exactly those refs that are there."""
    made = BareRepository(world.folder / "repositories" / f"{FULL_NAME}.git")
    head = made.resolve("refs/heads/main")
    headers = {"Authorization": f"token {world.github_token}"}
    url = f"{world.github_url}/repos/{FULL_NAME}/git/refs"
    async with aiohttp.ClientSession(headers=headers) as session:

        async def create(number: int) -> int:
            ref = {"ref": f"refs/heads/b{number}", "sha": head}
            async with session.post(url, json=ref) as answer:
                return answer.status

        writes = [asyncio.ensure_future(create(number)) for number in range(40)]
        await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
        _kill(world)
        answers = await asyncio.gather(*writes, return_exceptions=True)
    start_world(world.folder)

    there = {ref.name for ref in made.refs("refs/heads/")} - {"refs/heads/main"}
    journalled = [row["key"] for row in effects(world)]
    assert sorted(there) == sorted(journalled)
    assert 0 < answers.count(201) <= len(there) <= 40


async def test_web_pages_are_kept_out(world: World) -> None:
    """A page in a browser can reach 127.0.0.1, so a foreign Host or any Origin is refused."""
    async with aiohttp.ClientSession() as session:
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            for site in (world.github_url, world.pypi_url, world.chat_url):
                async with session.get(f"{site}/_world/effects", headers=headers) as answer:
                    assert answer.status == 403
