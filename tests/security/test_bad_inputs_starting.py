"""Rows 70 and 78 of the bad inputs: what a start finds in its data folder."""

import contextlib
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.adapters.control import address
from bot.cli import serving
from bot.releases.running import engine
from bot.releases.storage import database
from bot.releases.storage.database import Database

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] in (70, 78)]
Spoil = Callable[[Path], contextlib.AbstractContextManager[object]]


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another tool has it open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextlib.contextmanager
def corrupt(path: Path) -> Iterator[None]:
    """A part of it holds something else."""
    content = bytearray(path.read_bytes())
    content[6000:12000] = b"\xff" * 6000
    path.write_bytes(content)
    yield


@contextlib.contextmanager
def newer(path: Path) -> Iterator[None]:
    """A later version wrote it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    yield


@contextlib.contextmanager
def read_only(_path: Path) -> Iterator[None]:
    """SQLite's own read-only mode, because modes of files do not bind root."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "query_only=ON"))
        yield


@contextlib.contextmanager
def used(path: Path) -> Iterator[None]:
    """Another bot works there."""
    lock = engine.FolderLock(path.parent)
    yield
    lock.release()


SPOILED: Mapping[str, Spoil] = {
    "locked": locked,
    "corrupt": corrupt,
    "newer": newer,
    "read-only": read_only,
    "two bots at once": used,
}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['number']}-{row['input']}" for row in ROWS])
async def test_the_bot_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: Mapping[str, Any]
) -> None:
    """One sentence says why, no door is open, and the file is as it was."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr("bot.doors.open_web", None)  # nobody comes so far
    config = tmp_path / "releasebot.toml"
    config.write_text('config_version = 1\nbot = { data_dir = "d" }')
    path = tmp_path / "d" / "releasebot.sqlite"
    path.parent.mkdir()
    Database(path).close()
    with SPOILED[row["input"]](path):
        before = path.read_bytes()
        with pytest.raises(errors.ReleasebotError) as caught:
            await serving.serve(config)
        assert path.read_bytes() == before

    assert caught.value.reason == row["code"]
    assert row["sentence"] in caught.value.sentence
    assert row["next"] in caught.value.next_step
    assert not (path.parent / address.NAME).exists()


def test_nobody_serves_as_root_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may; it says so."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(errors.Refused) as refused:
        serving.run(None, allow_root=False)

    assert refused.value.reason == "root"
    assert "--allow-root" in refused.value.next_step
