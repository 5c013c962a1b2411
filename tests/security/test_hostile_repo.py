"""A hostile repository is built in the real sandbox: it gets nothing and harms nothing."""

import asyncio
import hashlib
import os
import shutil
import socket
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.workshop import Workshop, open_workshop
from bot.domain.files.artifacts import Artifact
from bot.domain.plans.plan import Check

CANARY = "canary-8e1f5d0c"
DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] == 67]
HOSTILE = Path(__file__).parent / "hostile_repo"
ROOT = Path(__file__).parents[2]
SMALL = Limits(
    seconds=20,
    output_bytes=5_000_000,
    memory_bytes=300_000_000,
    processes=60,
    disk_bytes=50_000_000,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder full of secrets."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    for name in (".pypirc", ".netrc", "credentials", "canary", ".ssh/id_ed25519"):
        (home / name).write_text(f"secret = {CANARY}\n")
    return home


@pytest.fixture
def listeners(home: Path) -> Iterator[list[socket.socket]]:
    """A server on this machine and an agent's socket; both note whether anybody came."""
    with socket.socket() as server, socket.socket(socket.AF_UNIX) as agent:
        server.bind(("127.0.0.1", 0))
        agent.bind(str(home / "agent.sock"))
        for one in (server, agent):
            one.listen()
            one.setblocking(False)
        yield [server, agent]


@pytest.fixture
def source(tmp_path: Path, home: Path, listeners: list[socket.socket]) -> Path:
    """A copy of the hostile repository that knows where the canaries are."""
    source = tmp_path / "source"
    shutil.copytree(HOSTILE, source)
    paths = [home / name for name in (".pypirc", "canary", ".ssh/id_ed25519", "agent.sock")]
    (source / "canary_paths").write_text("\n".join(map(str, paths)))
    (source / "canary_ports").write_text(str(listeners[0].getsockname()[1]))
    return source


@pytest.fixture
async def workshop(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Workshop]:
    """A workshop in a process with a canary in its environment and in an open file."""
    monkeypatch.setenv("PYPI_TOKEN", CANARY)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    benches = tmp_path / "benches"
    benches.mkdir()
    with (home / "canary").open("rb") as leaked:
        os.set_inheritable(leaked.fileno(), True)
        yield await open_workshop(dict(os.environ), limits=SMALL, folder=benches)
    assert list(benches.iterdir()) == []


def hashes(folder: Path) -> dict[str, str]:
    """What a folder holds, to see that it did not change."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def loot_of(store: DiskArtifactStore, artifacts: tuple[Artifact, ...]) -> list[str]:
    """The loot as the sdist and the wheel carry it away."""
    paths = {artifact.kind: store.path(artifact) for artifact in artifacts}
    with tarfile.open(paths["sdist"]) as archive:
        packed = archive.extractfile("loot_package-1.0/loot.txt")
        assert packed is not None
        sdist = packed.read().decode()
    with zipfile.ZipFile(paths["wheel"]) as archive:
        return [sdist, archive.read("loot_package/loot.txt").decode()]


async def build(workshop: Workshop, source: Path, store: DiskArtifactStore) -> tuple[Artifact, ...]:
    """Build the hostile repository as a release would."""
    return await PythonBuilder(workshop, store).build(
        source, package="loot-package", version="1.0", source_date="2024-05-01T00:00:00Z"
    )


async def test_a_spying_build_finds_no_secret_and_reaches_nobody(
    tmp_path: Path, workshop: Workshop, source: Path, home: Path, listeners: list[socket.socket]
) -> None:
    """T12, T13: the build succeeds, its loot is empty, and the machine is as before."""
    before = hashes(home) | hashes(source)
    store = DiskArtifactStore(tmp_path / "store")
    for loot in loot_of(store, await build(workshop, source, store)):
        assert loot.endswith("end of loot\n")
        assert CANARY not in loot
        assert "CONNECTED" not in loot
        assert "walked to" not in loot
        assert "fd " not in loot
        assert "/etc/shadow: refused" in loot
        assert "writable in /proc: []" in loot
    for listener in listeners:
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert hashes(home) | hashes(source) == before
    assert not any(name.endswith("harmed") or "/.git/" in name for name in hashes(tmp_path))


async def test_a_check_gets_as_little_as_a_build(workshop: Workshop, source: Path) -> None:
    """A check's command spies in the same way; its log holds no canary either."""
    spying = Check(name="test", run="python -c 'import hostile_backend as h; print(h.spy())'")
    result = await PythonBuilder(workshop, DiskArtifactStore(source)).check(source, spying)
    assert result.state == "passed", result.tail
    assert result.tail.strip().endswith("end of loot")
    assert CANARY not in result.tail
    assert "CONNECTED" not in result.tail


@pytest.mark.parametrize("row", ROWS, ids=[row["input"] for row in ROWS])
async def test_a_greedy_build_is_stopped_and_told_why(
    tmp_path: Path, workshop: Workshop, source: Path, row: Mapping[str, str]
) -> None:
    """Row 67: the sentence names the limit, the whole tree of processes is gone."""
    (source / "mode").write_text(row["input"])
    impatient = 1 if row["input"] in ("forever", "silent") else SMALL.seconds
    workshop = replace(workshop, limits=replace(SMALL, seconds=impatient))
    with pytest.raises(errors.BuildFailed) as caught:
        await build(workshop, source, DiskArtifactStore(tmp_path / "store"))
    assert caught.value.reason == row["code"]
    assert row["sentence"] in caught.value.sentence
    assert row["next"] in caught.value.next_step
    assert not (tmp_path / "store").exists()
    assert not processes_below(tmp_path)


async def test_the_end_of_the_log_is_redacted_plain_text(
    tmp_path: Path, workshop: Workshop, source: Path
) -> None:
    """Row 68: no token, no colour, no link reaches the people who read the log."""
    (source / "mode").write_text("secrets")
    with pytest.raises(errors.BuildFailed) as caught:
        await build(workshop, source, DiskArtifactStore(tmp_path / "store"))
    assert "red a link" in caught.value.log
    assert "[redacted]" in caught.value.log
    for secret in ("pypi-AgEI", "hunter2", "\x1b", "evil.example"):
        assert secret not in caught.value.log


async def test_a_cancelled_build_leaves_no_process(
    tmp_path: Path, workshop: Workshop, source: Path
) -> None:
    """Whoever stops waiting for a build also ends it."""
    (source / "mode").write_text("forever")
    task = asyncio.create_task(build(workshop, source, DiskArtifactStore(tmp_path / "store")))
    await asyncio.to_thread(wait_for_processes, tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not processes_below(tmp_path)


def wait_for_processes(folder: Path) -> None:
    """Return as soon as the build runs."""
    deadline = time.monotonic() + 30
    while not processes_below(folder):
        assert time.monotonic() < deadline
        time.sleep(0.02)


async def test_a_killed_bot_leaves_no_process(tmp_path: Path, source: Path) -> None:
    """Nobody is there to end the build any more, so the kernel does."""
    benches = tmp_path / "benches"
    benches.mkdir()
    (source / "mode").write_text("forever")
    program = BOT.format(source=str(source), benches=str(benches))
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    await asyncio.to_thread(wait_for_processes, benches)
    bot.kill()
    await bot.wait()
    deadline = time.monotonic() + 5
    while processes_below(benches) and time.monotonic() < deadline:
        await asyncio.to_thread(time.sleep, 0.02)
    assert not processes_below(benches)


BOT = """
import asyncio, os
from pathlib import Path
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.builder.workshop import open_workshop
async def main():
    shop = await open_workshop(dict(os.environ), folder=Path({benches!r}))
    await PythonBuilder(shop, DiskArtifactStore(Path({source!r}, "store"))).build(
        Path({source!r}), package="loot-package", version="1.0", source_date="2024-05-01T00:00:00Z")
asyncio.run(main())
"""


def processes_below(folder: Path) -> list[str]:
    """Command lines of running processes that name a file of this folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if str(folder) in line:
            found.append(line)
    return found
