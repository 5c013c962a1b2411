"""Data folder: state, packages and mirrors, which only the bot's user may read."""

import os
import stat
from collections.abc import Iterator

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

OTHERS = 0o077


def look(installation: Installation) -> Iterator[Finding]:
    """Its mode and its owner; one that is not there yet is made privately."""
    folder = installation.settings.bot.data_dir
    try:
        seen = folder.stat()
    except FileNotFoundError:
        yield diagnosis.note(
            "The data folder is not there yet; the bot makes it, for its own user.", str(folder)
        )
        return
    evidence = f"{folder}, mode {stat.S_IMODE(seen.st_mode):o}, owner {seen.st_uid}"
    yield judge(seen, evidence, f"chmod 700 {folder}")
    if not os.access(folder, os.W_OK | os.X_OK) or seen.st_uid != installation.machine.user:
        yield diagnosis.warning(
            "The data folder belongs to another user than the one that runs this.",
            evidence,
            f"Run releasebot as the folder's owner, or: chown -R USER {folder}",
        )


def judge(seen: os.stat_result, evidence: str, remedy: str) -> Finding:
    """Whoever else may enter it could read what is not public yet."""
    if not stat.S_ISDIR(seen.st_mode):
        return diagnosis.error(
            "The data folder is no folder.", evidence, "Name another data_dir in [bot]."
        )
    if seen.st_mode & OTHERS:
        return diagnosis.error("The data folder is open to other users.", evidence, remedy)
    return diagnosis.ok("Only its owner may enter the data folder.", evidence)
