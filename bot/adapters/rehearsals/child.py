"""The child of a rehearsal: `releasebot rehearse`, told line by line as JSON, within limits."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import bot
from bot import errors
from bot.adapters.builder import environments
from bot.adapters.builder.sandbox import cgroups, supervision
from bot.adapters.builder.sandbox.limits import Limit, Limits
from bot.adapters.rehearsals import folders

Json = dict[str, Any]

LIMITS = Limits(seconds=1800.0, output_bytes=64 * 10**6, memory_bytes=6 * 2**30, processes=1024)
MODULE = "bot.cli.rehearsals.child"
LONGEST_LINE = 4 * 2**20
SECONDS_TO_END = 5.0  # after it was asked to


def command(repository: Path, bump: str, land: str, *, trusted: bool) -> list[str]:
    """A rehearsal of this repository, in the folder where it is started."""
    own = [sys.executable, "-P", "-m", MODULE, str(repository), bump, land]
    return [*own, "trusted"] if trusted else own


def environment(given: Mapping[str, str], folder: Path, secrets: Sequence[str]) -> dict[str, str]:
    """What a child gets to know: how to reach this machine's index, and no secret of the bot's."""
    found = environments.installer_environment(given)
    chosen = {
        name: value
        for name, value in found.items()
        if not name.startswith("UV_PUBLISH") and not any(each in value for each in secrets)
    }
    package = str(Path(bot.__file__).parent.parent)
    own = {"PYTHONPATH": package, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    return {**chosen, **own, "TMPDIR": str(folder / "tmp")}


async def told(
    argv: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    limits: Limits,
    on_start: Callable[[int], None],
) -> AsyncGenerator[Json]:
    """Each object that the child tells, until it ends; whatever happens, nothing of it stays.

    It works in `folder / WORK` and what else it says is in `folder / LOG`. Raises `errors.Failed`
    at its first limit.
    """
    log = folder / folders.LOG
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as said:
        group = cgroups.make_group(limits)
        whole = group.entering([*_floor(limits, memory=not group.folders), *argv])
        starting = asyncio.create_task(_start(whole, folder / folders.WORK, variables, said))
        try:
            process = await asyncio.shield(starting)  # a half-started tree could not be ended
            on_start(process.pid)
            async with contextlib.aclosing(_lines(process, folder, limits)) as lines:
                async for line in lines:
                    yield line
            if exceeded := group.exceeded():
                raise _stopped(exceeded, limits)
        finally:
            await _end(starting, group)


def _floor(limits: Limits, *, memory: bool) -> list[str]:
    """The floor without cgroups; none for a file's size, since git and builds set their own."""
    counted = [f"--nproc={limits.processes}", "--core=0", "--nofile=4096"]
    return ["/usr/bin/prlimit", *counted, *([f"--data={limits.memory_bytes}"] * memory), "--"]


async def _start(
    argv: Sequence[str], folder: Path, variables: Mapping[str, str], said: BinaryIO
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=said,
        env=dict(variables),
        cwd=folder,
        start_new_session=True,
        limit=LONGEST_LINE,
    )


async def _lines(
    process: asyncio.subprocess.Process, folder: Path, limits: Limits
) -> AsyncGenerator[Json]:
    """What it tells until it ends. Raises `errors.Failed` at the first limit."""
    disk = asyncio.create_task(supervision.disk_is_used_up([folder], limits))
    read = 0
    try:
        async with asyncio.timeout(limits.seconds):
            while line := await _next(process, disk, limits):
                read += len(line)
                if read > limits.output_bytes:
                    raise _stopped("output", limits)
                with contextlib.suppress(ValueError):
                    yield json.loads(line)
    except TimeoutError:
        raise _stopped("time", limits) from None
    finally:
        disk.cancel()
        await asyncio.gather(disk, return_exceptions=True)


async def _next(
    process: asyncio.subprocess.Process, disk: "asyncio.Task[None]", limits: Limits
) -> bytes:
    """The next line, b"" at the end."""
    if process.stdout is None:
        raise AssertionError("it was asked for as a pipe")
    reading = asyncio.create_task(process.stdout.readline())
    try:
        await asyncio.wait({reading, disk}, return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            raise _stopped("disk", limits)
        return reading.result()
    except ValueError:
        raise _stopped("output", limits) from None
    finally:
        reading.cancel()


def _stopped(limit: Limit, limits: Limits) -> errors.Failed:
    return errors.Failed(
        f"The rehearsal was stopped: {limits.sentence(limit)}.",
        "Look at its log for what took so much; mend that, or rehearse on a larger machine.",
        reason="rehearsal_limit",
    )


async def _end(
    starting: "asyncio.Task[asyncio.subprocess.Process]", group: cgroups.ControlGroup
) -> None:
    """Ask it to end, so that it ends its world; then kill whatever is left of it."""
    try:
        process = await starting
    except BaseException:  # where nothing was started, the group still has to go
        group.end()
        raise
    try:
        with contextlib.suppress(ProcessLookupError, TimeoutError):
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
                await asyncio.wait_for(process.wait(), SECONDS_TO_END)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        group.end()
        await process.wait()
