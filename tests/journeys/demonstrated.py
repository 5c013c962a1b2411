"""A demo with a local chat, in a process that can be killed."""

import os
import re
import subprocess
from pathlib import Path

from tests.journeys.served import RELEASEBOT, SECONDS


class Demo:
    """The process, and the address of the chat's page."""

    def __init__(self, folder: Path, *words: str) -> None:
        """Start it with these words, and wait until it names the page."""
        self._process = subprocess.Popen(
            [*RELEASEBOT, "demo", *words],
            cwd=folder,
            env=os.environ | {"NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        address = r"http://127\.0\.0\.1:\d+/$"
        lines = (line.strip() for line in self._process.stdout)
        self.page = next(line for line in lines if re.match(address, line))

    def end(self, number: int) -> int:
        """Send this signal, and tell how it ended."""
        self._process.send_signal(number)
        self._process.communicate(timeout=SECONDS)
        return self._process.returncode
