"""The shelf of the artifact store: what lies there, since when, and taking it away."""

import contextlib
import datetime as dt
import os
import re
import time
from collections.abc import Collection
from pathlib import Path

from bot.adapters import build_records
from bot.domain import moments
from bot.domain.records.retention import StoredArtifact

HASH = re.compile(r"[0-9a-f]{64}")
OLD_SECONDS = 24 * 3600  # then a half-written file belongs to a process that was killed


def touch(folder: Path) -> None:
    """Note that what is kept in this folder is needed now."""
    with contextlib.suppress(FileNotFoundError):
        os.utime(folder)


def stored(shelf: Path) -> tuple[StoredArtifact, ...]:
    """What is kept, each hash once."""
    if not shelf.is_dir():
        return ()
    folders = [path for path in sorted(shelf.iterdir()) if HASH.fullmatch(path.name)]
    return tuple(
        StoredArtifact(
            sha256=path.name,
            size=sum(file.lstat().st_size for file in path.iterdir()),
            used=_used(path),
        )
        for path in folders
    )


def remove(shelf: Path, unwanted: Collection[StoredArtifact]) -> None:
    """Remove artifacts that were not used since they were seen, and what a kill left half-written.

    Records go first: after a crash in between, a release builds anew instead of missing a file.
    """
    gone = [each for each in unwanted if _is_as_seen(shelf, each)]
    for record in build_records.naming(shelf / "builds", {each.sha256 for each in gone}):
        record.unlink(missing_ok=True)
    for each in gone:
        if _is_as_seen(shelf, each):
            for file in (shelf / each.sha256).iterdir():
                file.unlink(missing_ok=True)
            (shelf / each.sha256).rmdir()
    for partial in (*shelf.glob(".*.partial"), *shelf.glob("builds/.*.partial")):
        if time.time() - partial.lstat().st_mtime > OLD_SECONDS:
            partial.unlink(missing_ok=True)


def _is_as_seen(shelf: Path, seen: StoredArtifact) -> bool:
    folder = shelf / seen.sha256
    return folder.is_dir() and _used(folder) == seen.used


def _used(folder: Path) -> str:
    return moments.moment(dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC))
