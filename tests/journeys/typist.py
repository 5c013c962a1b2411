"""A typist: somebody at a real terminal, who answers a question with one line."""

import os
import pty
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 120


def type_in_a_terminal(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    question: str,
    answer: str,
) -> tuple[int, str]:
    """Run it where it sees a terminal, answer when it asks; its exit code and what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        words, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        shown = _shown(ours, question, answer)
        return process.wait(timeout=SECONDS), shown
    finally:
        process.kill()
        os.close(ours)


def _shown(terminal: int, question: str, answer: str) -> str:
    """Everything until the end, with the answer typed at its place."""
    seen, asked, deadline = b"", False, time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            chunk = os.read(terminal, 2**16)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        seen += chunk
        if not asked and question.encode() in seen:
            asked = True
            os.write(terminal, f"{answer}\n".encode())
    return seen.decode("utf-8", "replace").replace("\r\n", "\n")
