"""One process for each world: a lock that the system frees at any death of its holder."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot import errors

FILE = "lock"
ATTEMPTS = 50
PAUSE = 0.01


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder's lock in the block; refuses where another process holds it.

    It asks several times, because `is_locked` of another process holds the lock for a moment.
    """
    with (folder / FILE).open("a") as lock:
        for _ in range(ATTEMPTS):
            if _took(lock):
                break
            time.sleep(PAUSE)
        else:
            raise errors.Refused(
                f"A local world already runs in {folder}.", "Use that one, or end it first."
            )
        yield


def is_locked(folder: Path) -> bool:
    """Whether a process holds the folder's lock."""
    with (folder / FILE).open("a") as lock:
        return not _took(lock)


def _took(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
