"""Disk: room for builds and for what is kept of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

LITTLE = 2 * 10**9  # bytes
TOO_LITTLE = 200 * 10**6


def look(installation: Installation) -> Iterator[Finding]:
    """Where the state is kept, and where builds work."""
    folders = {
        "the data folder": installation.settings.bot.data_dir,
        "temporary files": installation.machine.temporary,
    }
    for what, folder in folders.items():
        there = existing(folder)
        yield judge(what, there, shutil.disk_usage(there).free)


def existing(folder: Path) -> Path:
    """The folder, or the nearest one around it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())


def judge(what: str, folder: Path, free: int) -> Finding:
    """A build that runs out of room fails; a database that does stops everything."""
    evidence = f"{free / 1e9:.1f} GB free at {folder}"
    remedy = f"Make room there; releasebot builds and keeps packages. Look with: df -h {folder}"
    if free < TOO_LITTLE:
        return diagnosis.error(f"There is no room left for {what}.", evidence, remedy)
    if free < LITTLE:
        return diagnosis.warning(f"There is little room left for {what}.", evidence, remedy)
    return diagnosis.ok(f"There is room for {what}.", evidence)
