"""Operator's file: who releases what; whoever can write it decides that."""

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding


def look(installation: Installation) -> Iterator[Finding]:
    """The file and the folder that holds it."""
    file = installation.file.absolute()
    yield judge("The operator's file", file, file.stat().st_mode)
    folder = file.parent
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        yield judge("The folder of the operator's file", folder, mode)
    if not installation.projects:
        yield diagnosis.error(
            "No project is configured.",
            str(file),
            'Write a table [projects.NAME] with repository = "owner/name" and package = "…".',
        )


def judge(what: str, path: Path, mode: int) -> Finding:
    """Nobody but the operator may change who approves."""
    evidence = f"{path}, mode {stat.S_IMODE(mode):o}"
    if mode & stat.S_IWOTH:
        return diagnosis.error(
            f"{what} can be written by everybody.", evidence, f"chmod o-w {path}"
        )
    if mode & stat.S_IWGRP:
        return diagnosis.warning(
            f"{what} can be written by its group.", evidence, f"chmod g-w {path}"
        )
    return diagnosis.ok(f"{what} is read and understood.", evidence)
