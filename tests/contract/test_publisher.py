"""The publisher: the one process with the secret; alone, poor, and dead as soon as the bot is."""

import asyncio
import hashlib
import json
import os
import select
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.adapters.patience import Patience
from bot.adapters.registry import publishing
from bot.adapters.registry.publication import Answer
from bot.domain.files.artifacts import Artifact
from bot.settings.secrets import SecretReference
from tests.fakes.stored_files import secret_file, store
from tests.fakes.tiny_packages import tiny_wheel
from tests.fakes.unruly_server import UnrulyServer, say

TOKEN = "pypi-canary-token"  # noqa: S105 - opens nothing
PATIENT = Patience(answer=30, call=60, pauses=())
BOT = """
import asyncio, json, sys
from pathlib import Path
from bot.adapters.patience import Patience
from bot.adapters.registry import publishing
from bot.domain.files.artifacts import Artifact
from bot.settings.secrets import SecretReference

given = json.loads(sys.argv[1])
asyncio.run(publishing.publish(
    Artifact(**given["artifact"]), Path(given["path"]), given["url"],
    SecretReference(file=given["secret"]), Patience(answer=30, call=60),
))
"""


@pytest.fixture
async def server() -> AsyncIterator[UnrulyServer]:
    """An index for uploads only."""
    async with UnrulyServer().running() as started:
        yield started


@pytest.fixture
def wheel(tmp_path: Path) -> tuple[Artifact, Path]:
    """A stored wheel."""
    return store(tmp_path, "wheel", tiny_wheel("tiny", "1.0.0"))


async def _publish(server: UnrulyServer, wheel: tuple[Artifact, Path], secret: Path) -> Answer:
    reference = SecretReference(file=secret)
    return await publishing.publish(*wheel, f"{server.url}/legacy/", reference, PATIENT)


async def test_the_very_bytes_are_sent_under_the_token(
    server: UnrulyServer, wheel: tuple[Artifact, Path], tmp_path: Path
) -> None:
    """One form with one file, whose hash is the approved one."""
    seen: dict[str, object] = {}

    async def take(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        content = form["content"]
        assert isinstance(content, web.FileField)
        seen["login"] = request.headers["Authorization"]
        seen["name"] = content.filename
        seen["sha256"] = hashlib.sha256(content.file.read()).hexdigest()
        seen["told"] = (form["sha256_digest"], form["name"], form["version"])
        return web.Response()

    server.rules["POST", "/legacy/"] = take
    artifact, _ = wheel

    assert await _publish(server, wheel, secret_file(tmp_path, TOKEN)) == Answer(state="ok")
    assert seen == {
        "login": "Basic X190b2tlbl9fOnB5cGktY2FuYXJ5LXRva2Vu",
        "name": artifact.name,
        "sha256": artifact.sha256,
        "told": (artifact.sha256, "tiny", "1.0.0"),
    }
    assert server.requests == [("POST", "/legacy/")]


async def test_a_symlink_in_the_place_of_the_file_is_not_followed(
    server: UnrulyServer, wheel: tuple[Artifact, Path], tmp_path: Path
) -> None:
    """Not even to the same bytes."""
    artifact, path = wheel
    moved = path.rename(tmp_path / "elsewhere")
    path.symlink_to(moved)

    answer = await _publish(server, (artifact, path), secret_file(tmp_path, TOKEN))

    assert answer.state == "changed"
    assert server.requests == []


async def test_a_file_that_is_no_package_is_rejected(server: UnrulyServer, tmp_path: Path) -> None:
    """Twine's complaint is an answer, not a crash."""
    odd = store(tmp_path, "wheel", ("tiny-1.0.0-py3-none-any.whl", b"no zip"))

    answer = await _publish(server, odd, secret_file(tmp_path, TOKEN))

    assert answer.state == "rejected"
    assert answer.text
    assert server.requests == []


async def test_a_secret_that_others_could_read_is_not_used(
    server: UnrulyServer, wheel: tuple[Artifact, Path], tmp_path: Path
) -> None:
    """The answer names the place and what to do, never the value."""
    secret = secret_file(tmp_path, TOKEN)
    secret.chmod(0o644)

    answer = await _publish(server, wheel, secret)

    assert answer.state == "credentials"
    assert "chmod 600" in answer.text
    assert TOKEN not in answer.text
    assert server.requests == []


async def test_a_secret_may_come_from_a_variable(
    server: UnrulyServer, wheel: tuple[Artifact, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the variable that is named reaches the publisher."""
    server.rules["POST", "/legacy/"] = say(200)
    monkeypatch.setenv("A_TOKEN", TOKEN)
    reference = SecretReference(env="A_TOKEN")

    answer = await publishing.publish(*wheel, f"{server.url}/legacy/", reference, PATIENT)

    assert answer.state == "ok"


async def test_the_publisher_is_poor_and_dies_with_the_bot(
    server: UnrulyServer, wheel: tuple[Artifact, Path], tmp_path: Path
) -> None:
    """While it uploads: no home, an empty folder, no secret to be seen; then the bot is killed."""
    reached = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        reached.set()
        return await server.hang(request)

    server.rules["POST", "/legacy/"] = hang
    bot = await _start_bot(server, wheel, secret_file(tmp_path, TOKEN))
    try:
        async with asyncio.timeout(30):
            await reached.wait()
        publisher = _only_child(bot.pid)
        pidfd = os.pidfd_open(publisher)
        environment, command, folder = _seen_from_outside(publisher)
    finally:
        bot.send_signal(signal.SIGKILL)
        await bot.wait()

    assert set(environment) == {"PATH", "LANG", "TMPDIR", "HOME", "PYTHONPATH"}
    assert environment["HOME"] == "/nonexistent"
    assert TOKEN not in command + str(environment)
    assert folder.startswith("releasebot-publisher-")
    assert await asyncio.to_thread(_ends, pidfd)


async def _start_bot(
    server: UnrulyServer, wheel: tuple[Artifact, Path], secret: Path
) -> asyncio.subprocess.Process:
    artifact, path = wheel
    given = {
        "artifact": {
            "name": artifact.name,
            "kind": artifact.kind,
            "sha256": artifact.sha256,
            "size": artifact.size,
        },
        "path": str(path),
        "url": f"{server.url}/legacy/",
        "secret": str(secret),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", BOT, json.dumps(given)),
        env={"PATH": os.defpath, "CANARY": TOKEN, "TWINE_PASSWORD": TOKEN, "HOME": "/home/bot"},
    )


def _only_child(pid: int) -> int:
    """The process that a process started."""
    tasks = Path("/proc", str(pid), "task").iterdir()
    (child,) = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    return child


def _seen_from_outside(pid: int) -> tuple[dict[str, str], str, str]:
    """A process's environment, its command line, and the name of the folder where it is."""
    about = Path("/proc", str(pid))
    lines = (about / "environ").read_text().split("\0")
    environment = dict(line.split("=", 1) for line in lines if line)
    return environment, (about / "cmdline").read_text(), (about / "cwd").resolve().name


def _ends(pidfd: int) -> bool:
    """Whether the process ends within some seconds."""
    ready, _, _ = select.select([pidfd], [], [], 5)
    os.close(pidfd)
    return bool(ready)
