"""A hostile build: a small project whose backend tries to get out, built as every project is."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import errors
from bot.adapters import artifact_store
from bot.adapters.builder import interpreters, packages
from bot.adapters.builder.environments import WheelInstaller
from bot.adapters.builder.hostile import hostile_backend
from bot.adapters.builder.sandbox.commands import SURROUNDINGS, Runner
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.workshop import Workshop

PROJECT = """\
[build-system]
requires = []
build-backend = "hostile_backend"
backend-path = ["."]
"""
LIMITS = Limits(seconds=8, memory_bytes=2**29, processes=64, disk_bytes=2**24)
HARMED = "harmed"  # the file that it tries to leave outside
LARGEST_REPORT = 2**16  # bytes
HARMLESS = {*SURROUNDINGS, "PWD", "OLDPWD", "SHLVL", "_"}  # what any shell sets


async def run(runner: Runner, environment: Mapping[str, str], temporary: Path) -> dict[str, str]:
    """Let it try; tells of each attempt what stopped it, or "!" and what it got."""
    shop = Workshop(
        runner=runner,
        installer=WheelInstaller(environment),
        interpreters={interpreters.OWN: interpreters.own_interpreter()},
        limits=LIMITS,
        folder=temporary,
    )
    with _server() as port:
        async with shop.bench() as bench:
            target = {"port": port, "variables": " ".join(sorted({*environment} - HARMLESS))}
            source = await asyncio.to_thread(_write_project, bench, target)
            out = await packages.run_driver(shop, bench, source, "metadata", {})
            told = await asyncio.to_thread(_report, out)
            if (bench / HARMED).exists():
                told["writing"] = f"!wrote {bench / HARMED}"
            return told


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """A port of this machine at which somebody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield str(server.getsockname()[1])


def _write_project(bench: Path, target: Mapping[str, str]) -> Path:
    """The project, and beside it what it must not get."""
    canary = bench / "canary"
    canary.touch(0o600)
    canary.write_text("canary\n", encoding="utf-8")
    source = bench / "hostile"
    source.mkdir()
    shutil.copy(hostile_backend.__file__, source / "hostile_backend.py")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    told = {
        **target,
        "canary": str(canary),
        "harmed": str(bench / HARMED),
        "process": str(os.getpid()),
        "processes": str(Path("/proc/self/ns/pid").readlink()),
        "user": str(os.getuid()),
    }
    (source / "target.json").write_text(json.dumps(told), encoding="utf-8")
    return source


def _report(out: Path) -> dict[str, str]:
    with artifact_store.opened(out / "hostile-1.0.dist-info/report.json", LARGEST_REPORT) as fd:
        told = json.loads(os.read(fd, LARGEST_REPORT))
    if not isinstance(told, dict):
        raise errors.Failed("The hostile build told nothing.", "Run releasebot doctor again.")
    return {str(name): str(how)[:200] for name, how in told.items()}
