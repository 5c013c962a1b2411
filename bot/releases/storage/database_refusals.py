"""What to tell when the database file cannot be used: why, and what a person can do about it."""

from pathlib import Path

import alembic.util

from bot import errors

DAMAGED = (
    "is damaged",
    "Keep the file for a look, and put the newest backup in its place.",
)
NOT_WRITABLE = (
    "cannot be written",
    "Give the user that runs the bot the right to write the file and its folder.",
)
NEWER = (
    "was written by a newer releasebot",
    "Install that version again, or put a backup from before the upgrade in its place.",
)
WHY = {  # by the beginning of SQLite's name for the error
    "SQLITE_BUSY": (
        "is locked by another process",
        "End what has the file open, then start again.",
    ),
    "SQLITE_READONLY": NOT_WRITABLE,
    "SQLITE_CANTOPEN": NOT_WRITABLE,
    "SQLITE_FULL": ("has no room to grow", "Free some space on its disk, then start again."),
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}


def refusal(path: Path, error: Exception) -> errors.BadConfiguration:
    """The error for people that this error of the database's libraries amounts to."""
    why, next_step = _explained(error)
    return errors.BadConfiguration(f"The database {path} {why}.", next_step, reason="bad_database")


def _explained(error: Exception) -> tuple[str, str]:
    if isinstance(error, alembic.util.CommandError):
        return NEWER
    if isinstance(error, OSError):
        return NOT_WRITABLE
    name = getattr(getattr(error, "orig", error), "sqlite_errorname", "SQLITE_CORRUPT")
    return next(
        (told for start, told in WHY.items() if name.startswith(start)),
        (f"cannot be used ({name})", "Look at the file; put the newest backup in its place."),
    )
