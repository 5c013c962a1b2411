"""What to tell when the database file cannot be used: why, and what a person can do about it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import alembic.util
import sqlalchemy as sa

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


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Let whoever asks be told in words where the file could not be used just now."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if (why := _why(_name(error))) is None:
            raise
        raise errors.Unknown(
            f"The bot's database {why[0]}, so nothing was done.",
            "Tell whoever runs the bot, and do it once more when that is mended.",
            reason="bad_database",
        ) from error


def _explained(error: Exception) -> tuple[str, str]:
    if isinstance(error, alembic.util.CommandError):
        return NEWER
    if isinstance(error, OSError):
        return NOT_WRITABLE
    name = _name(error)
    unknown = f"cannot be used ({name})", "Look at the file; put the newest backup in its place."
    return _why(name) or unknown


def _name(error: Exception) -> str:
    return str(getattr(getattr(error, "orig", error), "sqlite_errorname", "SQLITE_CORRUPT"))


def _why(name: str) -> tuple[str, str] | None:
    return next((told for start, told in WHY.items() if name.startswith(start)), None)
