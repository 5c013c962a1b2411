"""Temporary folders of ours that a kill left behind, and their end."""

import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.builder import workshop

OLD_SECONDS = 2 * 24 * 3600  # longer than any build; who edits notes may take a night
MOST = 100  # in one round
_MADE = re.compile(r"releasebot-(?:install-|publisher-)?(?=[a-z]*[0-9_])[a-z0-9_]{8}")  # no word


def remove_leftovers(parent: Path | None = None) -> tuple[str, ...]:
    """Remove what was not touched for two days; tells the folders' names."""
    found = _leftovers(parent or Path(tempfile.gettempdir()), time.time() - OLD_SECONDS)
    gone = [path for path, _ in zip(found, range(MOST), strict=False)]
    for path in gone:
        workshop.remove_tree(path)
    return tuple(path.name for path in gone if not path.exists())


def _leftovers(parent: Path, before: float) -> Iterator[Path]:
    for path in sorted(parent.glob("releasebot-*")):
        if _MADE.fullmatch(path.name) and _is_ours(path) and _touched(path) < before:
            yield path


def _is_ours(path: Path) -> bool:
    """Whether it is as only `mkdtemp` leaves it: a folder of this user that nobody else enters."""
    found = path.lstat()
    is_private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700  # noqa: PLR2004  # a mode
    return is_private and found.st_uid == os.geteuid()


def _touched(path: Path) -> float:
    """When anything was last changed in the folder or right inside it."""
    try:
        return max(each.lstat().st_mtime for each in (path, *path.iterdir()))
    except FileNotFoundError:  # somebody removes it at this moment
        return time.time()
