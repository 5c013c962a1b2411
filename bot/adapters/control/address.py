"""Where the control socket of a data folder is, for the bot that listens and those who call it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

NAME = "releasebot.sock"
LARGEST_BODY = 768 * 2**10  # notes of 100,000 bytes are six times as long in JSON, at worst


@contextlib.contextmanager
def short_path(folder: Path) -> Iterator[str]:
    """A path of the socket that the system takes, however deep its folder lies: it allows 107."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{NAME}"
    finally:
        os.close(descriptor)
