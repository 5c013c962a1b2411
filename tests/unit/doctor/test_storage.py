"""Storage: modes, the database file, the disk, and what the engine proved."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import errors
from bot.doctor.examination import Installation
from bot.doctor.storage import data_folder, database, disk, engine
from bot.releases.running.proving import Proof
from bot.releases.storage import database as files
from bot.releases.storage import database_state
from tests.fakes.examined import make_installation

PROOF = Proof(version="flow-1", pinned="flow-1", pickle="refused")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One whose data folder is there."""
    (tmp_path / "data").mkdir(mode=0o700)
    return make_installation(tmp_path)


def severities(found: object) -> list[str]:
    """Of what was found."""
    return [each.severity for each in found]  # type: ignore[attr-defined]  # findings


@pytest.mark.parametrize(("mode", "expected"), [(0o700, "ok"), (0o750, "error"), (0o701, "error")])
def test_the_data_folder_is_closed(installation: Installation, mode: int, expected: str) -> None:
    """To the group as well."""
    installation.settings.bot.data_dir.chmod(mode)

    assert severities(data_folder.look(installation)) == [expected]


def test_a_data_folder_that_is_a_file_or_of_others_is_found(installation: Installation) -> None:
    """The bot could not write either."""
    folder = installation.settings.bot.data_dir
    others = replace(installation, machine=replace(installation.machine, user=4711))
    assert severities(data_folder.look(others)) == ["ok", "warning"]

    folder.rmdir()
    assert severities(data_folder.look(installation)) == ["note"]
    folder.touch(0o700)
    assert severities(data_folder.look(installation)) == ["error"]


def test_a_database_of_the_bot_s_is_well(installation: Installation) -> None:
    """Open or closed; looking leaves nothing beside it."""
    path = installation.settings.bot.data_dir / files.FILE
    assert severities(database.look(installation)) == ["note"]

    opened = files.Database(path)
    assert severities(database.look(installation)) == ["ok"]
    opened.close()
    assert severities(database.look(installation)) == ["ok"]
    assert [each.name for each in path.parent.iterdir()] == [files.FILE]


def test_whatever_is_wrong_with_the_database_is_found(installation: Installation) -> None:
    """A foreign schema, no WAL and an open mode, each by itself."""
    path = installation.settings.bot.data_dir / files.FILE
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")
        connection.commit()
    path.chmod(0o644)

    found = {each.severity: each for each in database.look(installation)}

    assert sorted(found) == ["error", "note", "warning"]
    assert found["error"].remedy == f"chmod 600 {path}"
    assert found["note"].evidence.startswith("schema 0000, this version has 0")


def test_what_is_no_database_is_told(installation: Installation) -> None:
    """As the bot would at its start; a damaged page is an error too."""
    path = installation.settings.bot.data_dir / files.FILE
    path.touch(0o600)
    path.write_bytes(b"nonsense" * 1000)

    with pytest.raises(errors.BadConfiguration, match="is damaged"):
        list(database.look(installation))
    state = database_state.DatabaseState(
        mode=0o600, journal="wal", check="row 3 missing from index", schema="1", newest="1"
    )
    assert severities(database.judge(path, state)) == ["error"]


@pytest.mark.parametrize(
    ("free", "severity"), [(3 * 10**9, "ok"), (10**9, "warning"), (10**8, "error")]
)
def test_the_disk_has_room(free: int, severity: str) -> None:
    """Below 2 GB it is said, below 200 MB nothing should begin."""
    assert disk.judge("builds", Path("/x"), free).severity == severity


def test_a_folder_that_is_not_there_yet_is_where_its_parent_is(installation: Installation) -> None:
    """The room is that of the disk that will hold it."""
    folder = installation.settings.bot.data_dir

    assert disk.existing(folder / "a" / "b") == folder
    assert len(list(disk.look(installation))) == 2


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        (PROOF, ["ok", "ok"]),
        (replace(PROOF, version="7f3a"), ["error", "ok"]),
        (replace(PROOF, pickle="ran"), ["ok", "error"]),
        (replace(PROOF, pickle="unknown"), ["ok", "unknown"]),
    ],
)
def test_the_engine_is_judged_by_its_proof(proof: Proof, expected: list[str]) -> None:
    """Its version, and what became of a poisoned row."""
    assert severities(engine.judge(proof)) == expected


def test_the_files_of_a_running_bot_are_read_as_they_are(installation: Installation) -> None:
    """What was just written is seen, and the mode of the file is the file's."""
    path = installation.settings.bot.data_dir / files.FILE
    opened = files.Database(path)
    try:
        state = database_state.state_of(path)
    finally:
        opened.close()

    assert state is not None
    assert (state.journal, state.check, state.mode) == ("wal", "ok", 0o600)
    assert state.schema == state.newest != ""
    assert path.stat().st_uid == os.getuid()
