"""Short-lived children: a minimal environment, a folder of their own, a clock, a capped output."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_OUTPUT = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: its exit code, None if it was stopped at its time, and its output."""

    code: int | None
    output: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a child runs and for how long."""

    folder: Path
    environment: Mapping[str, str]
    seconds: float


def environment_in(folder: Path) -> dict[str, str]:
    """What every child gets to know: a plain PATH, and that temporary files go to its folder."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(folder)}


async def run(argv: Sequence[str], around: Surroundings, *, said: bytes = b"") -> Ended:
    """Run the child to its end; nothing of it is left when this returns, however that comes."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=around.folder,
        env=dict(around.environment),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(around.seconds):
            output = await _talk(process, said)
            return Ended(code=await process.wait(), output=output)
    except TimeoutError:
        return Ended(code=None, output=b"")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _talk(process: asyncio.subprocess.Process, said: bytes) -> bytes:
    """Say everything, then listen until the end or the cap."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both were asked for as pipes")
    process.stdin.write(said)
    process.stdin.close()
    try:
        return await process.stdout.readexactly(MOST_OUTPUT)
    except asyncio.IncompleteReadError as end:
        return end.partial
