"""Leftovers: temporary folders of work that was broken off."""

import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.examination import Machine
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

SHOWN = 5
DAY = 24 * 3600.0  # seconds; no piece of work takes that long


def look(machine: Machine) -> Iterator[Finding]:
    """Folders of ours that are older than any work could be."""
    yield judge(old_folders(machine.temporary, machine.user, time.time() - DAY))


def old_folders(temporary: Path, user: int, before: float) -> tuple[Path, ...]:
    """Our folders that nobody has touched since that time."""
    found = []
    for path in temporary.glob("releasebot-*"):
        seen = path.lstat()
        if stat.S_ISDIR(seen.st_mode) and seen.st_uid == user and seen.st_mtime < before:
            found.append(path)
    return tuple(sorted(found))


def judge(found: Sequence[Path]) -> Finding:
    """They take room, and hold nothing that is needed."""
    if not found:
        return diagnosis.ok("No temporary folder was left behind.")
    shown = " ".join(map(str, found[:SHOWN]))
    return diagnosis.note(
        f"{len(found)} temporary folders of work that was broken off take up room.",
        shown,
        f"rm -r {shown}",
    )
