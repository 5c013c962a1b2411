"""Proving: the engine runs once on a scratch database, where a poisoned row is put in its way."""

import base64
import contextlib
import logging
import pickle  # nosec B403  # a poison is made here, never taken
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dbos import DBOS

from bot.releases.running import engine
from bot.releases.running.workflow import APPLICATION_VERSION

SECONDS = 8.0
VERSION = "SELECT application_version FROM workflow_status"
POISON = (
    "UPDATE workflow_status SET serialization = 'py_pickle', status = 'PENDING'",
    "UPDATE workflow_input SET inputs = ?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The version that the engine gave its work, the one that is pinned, and pickle's fate."""

    version: str
    pinned: str
    pickle: Literal["refused", "ran", "unknown"]


class Poison:
    """Makes a file wherever it is unpickled, and nothing else."""

    def __init__(self, file: Path) -> None:
        """Aim at that file."""
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        """What the unpickling calls."""
        return Path.touch, (self._file,)

    def text(self) -> str:
        """As the engine keeps pickled values."""
        return base64.b64encode(pickle.dumps(self)).decode()


class _Ear(logging.Filter):
    """Listens whether the engine says that it refused; nobody else hears anything."""

    heard = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Remember it, and keep it back."""
        self.heard = self.heard or engine.REFUSAL in record.getMessage()
        return False


def prove_engine() -> Proof:
    """Run a workflow, poison its row, recover it; only where no bot works in this process."""
    with tempfile.TemporaryDirectory(prefix="releasebot-") as name, _listening() as ear:
        path, hit = Path(name, "scratch.sqlite"), Path(name, "hit")
        engine.configure(path)
        try:
            release = _work()
            version = _poison(path, Poison(hit))
            DBOS.resume_workflow(release)
            return Proof(version=version, pinned=APPLICATION_VERSION, pickle=_fate(hit, ear))
        finally:
            DBOS.destroy(destroy_registry=True)


def _work() -> str:
    @DBOS.workflow(name="scratch")
    def scratch(text: str) -> str:
        return text

    DBOS.launch()
    handle = DBOS.start_workflow(scratch, "nothing")
    handle.get_result()
    return handle.workflow_id


def _poison(path: Path, poison: Poison) -> str:
    """Rewrite the row, as somebody could who got hold of the file; tells its version."""
    with contextlib.closing(sqlite3.connect(path, timeout=SECONDS)) as connection, connection:
        (version,) = connection.execute(VERSION).fetchone()
        for change in POISON:
            connection.execute(change, [poison.text()] * change.count("?"))
    return str(version)


def _fate(hit: Path, ear: _Ear) -> Literal["refused", "ran", "unknown"]:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if hit.exists():
            return "ran"
        if ear.heard:
            return "refused"
        time.sleep(0.02)
    return "unknown"


@contextlib.contextmanager
def _listening() -> Iterator[_Ear]:
    """What the engine logs is listened to, and shown to nobody."""
    log, ear = logging.getLogger("dbos"), _Ear()
    log.addFilter(ear)
    try:
        yield ear
    finally:
        log.removeFilter(ear)
