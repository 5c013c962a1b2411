"""Database: whether it is private and whole, and fits this version of the bot."""

from collections.abc import Iterator
from pathlib import Path

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.releases.storage import database, database_state
from bot.releases.storage.database_state import DatabaseState

OTHERS = 0o077
BACKUP = "Keep the file for a look, and put the newest backup in its place."


def look(installation: Installation) -> Iterator[Finding]:
    """Look at the file without touching it, beside a bot that works."""
    path = installation.settings.bot.data_dir / database.FILE
    state = database_state.state_of(path)
    if state is None:
        yield diagnosis.note("There is no database yet; the bot makes it at its start.", str(path))
        return
    found = tuple(judge(path, state))
    evidence = f"{path}, mode {state.mode:o}, {state.journal}, schema {state.schema}"
    yield from found or [diagnosis.ok("The database is private, whole and up to date.", evidence)]


def judge(path: Path, state: DatabaseState) -> Iterator[Finding]:
    """What is wrong with it."""
    if state.mode & OTHERS:
        yield diagnosis.error(
            "The database is open to other users.",
            f"{path}, mode {state.mode:o}",
            f"chmod 600 {path}",
        )
    if state.check != "ok":
        yield diagnosis.error("The database is damaged.", state.check, BACKUP)
    if state.journal != "wal":
        yield diagnosis.warning(
            "The database is not in WAL mode, so that who reads would hold up who writes.",
            f"journal_mode {state.journal}",
            "Start the bot once; it sets the mode.",
        )
    if state.schema != state.newest:
        yield diagnosis.note(
            "The database is from another version; the bot brings it up to date at its start.",
            f"schema {state.schema or 'none'}, this version has {state.newest}",
            "Make a backup, then start the bot.",
        )
