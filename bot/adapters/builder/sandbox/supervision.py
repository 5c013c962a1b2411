"""Watching a foreign command: its output, time and disk; afterwards none of it is left."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.builder.sandbox import cgroups
from bot.adapters.builder.sandbox.build_log import LogTail
from bot.adapters.builder.sandbox.limits import Limit, Limits

CHUNK = 1 << 16
LOOK_AT_DISK = 0.25  # seconds
END_WITHIN = 5.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended. `tail` is plain text; `limit` says what stopped it, "" for nothing."""

    code: int
    tail: str
    seconds: float
    limit: Limit = ""

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself, with code 0."""
        return self.code == 0 and not self.limit


async def run(
    argv: Sequence[str],
    limits: Limits,
    watched: Sequence[Path],
    *,
    environment: Mapping[str, str],
    folder: str,
) -> Outcome:
    """Run a command to its end or to its first limit; `watched` folders count as its disk."""
    started, log = time.monotonic(), LogTail()
    group = cgroups.make_group(limits)
    argv = group.entering([*limits.resource_arguments(memory=not group.folders), *argv])
    starting = asyncio.create_task(_start(argv, environment, folder))
    try:
        process = await asyncio.shield(starting)  # a half-started tree could not be ended
        limit = await _first_limit(process, log, limits, watched)
        limit = limit or (group.exceeded() if process.returncode else "")
    finally:
        await _end(starting, group)
    seconds = time.monotonic() - started
    return Outcome(code=process.returncode or 0, tail=log.text(), seconds=seconds, limit=limit)


async def _start(
    argv: Sequence[str], environment: Mapping[str, str], folder: str
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )


async def _end(
    starting: asyncio.Task[asyncio.subprocess.Process], group: cgroups.ControlGroup
) -> None:
    """Kill the whole tree, then read what it left in the pipe, so that asyncio closes it."""
    try:
        process = await starting
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    finally:
        group.end()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(END_WITHIN):
            while process.stdout is not None and await process.stdout.read(CHUNK):
                pass
            await process.wait()


async def _first_limit(
    process: asyncio.subprocess.Process, log: LogTail, limits: Limits, watched: Sequence[Path]
) -> Limit:
    """Wait for the process's end ("") or for the first limit."""
    reader = asyncio.create_task(_read(process, log, limits))
    disk = asyncio.create_task(disk_is_used_up(watched, limits))
    try:
        done, _ = await asyncio.wait(
            {reader, disk}, timeout=limits.seconds, return_when=asyncio.FIRST_COMPLETED
        )
        return "time" if not done else "disk" if disk in done else reader.result()
    finally:
        reader.cancel()
        disk.cancel()
        await asyncio.gather(reader, disk, return_exceptions=True)


async def _read(process: asyncio.subprocess.Process, log: LogTail, limits: Limits) -> Limit:
    """Read the output to its end and wait for the process; or stop at the limit."""
    stream = process.stdout
    while stream is not None and (chunk := await stream.read(CHUNK)):
        log.add(chunk)
        if log.total > limits.output_bytes:
            return "output"
    await process.wait()
    return ""


async def disk_is_used_up(folders: Sequence[Path], limits: Limits) -> None:
    """Return when the folders hold more than is allowed."""
    while True:
        await asyncio.sleep(LOOK_AT_DISK)
        files, used = await asyncio.to_thread(_usage, folders)
        if files > limits.disk_files or used > limits.disk_bytes:
            return


def _usage(folders: Sequence[Path]) -> tuple[int, int]:
    """How many files these folders hold and how many bytes of disk those take."""
    files, used = 0, 0
    for folder in folders:
        for parent, names, more in os.walk(folder):
            for name in (*names, *more):
                files += 1
                with contextlib.suppress(OSError):
                    used += os.lstat(Path(parent) / name).st_blocks * 512
    return files, used
