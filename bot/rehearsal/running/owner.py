"""Whom a world serves: it ends by itself when that process has been gone for long."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from bot.rehearsal.running.state import write_whole

FILE = "owner"
PATIENCE = 600.0


def claim(folder: Path) -> None:
    """Say that this process uses the world from now on."""
    write_whole(folder / FILE, str(os.getpid()))


def is_present(folder: Path) -> bool:
    """Whether the process that uses the world exists."""
    try:
        os.kill(int((folder / FILE).read_text(encoding="ascii")), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


class Watch:
    """Measures for how long the owner has been gone."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with an owner that was seen right now."""
        self._folder = folder
        self._clock = clock
        self._seen = clock()

    def is_over(self) -> bool:
        """Whether the world should end: its folder is gone, or its owner has been for long."""
        if not self._folder.is_dir():
            return True
        if is_present(self._folder):
            self._seen = self._clock()
        return self._clock() - self._seen > PATIENCE
