"""Bad backups: whatever the file holds, one sentence is the answer and nothing is left behind."""

import errno
import functools
import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import errors
from bot.adapters.backup import manifest, reading
from bot.cli.backups import backing_up, restoring
from bot.releases import audit
from bot.releases.storage.database import Database

Json = dict[str, Any]
Files = dict[str, bytes]
DATABASE = manifest.DATABASE


@pytest.fixture
async def config(tmp_path: Path) -> Path:
    """The operator's file of a bot whose audit has two rows."""
    (tmp_path / "bot/data").mkdir(parents=True)
    database = Database(tmp_path / "bot/data/releasebot.sqlite")
    row: Json = {"time": "2026-01-01T00:00:00.000Z", "actor": "alice", "release": None, "data": {}}
    for action in ("one", "two"):
        await database.run(functools.partial(audit.append, **row, action=action))
    database.close()
    path = tmp_path / "bot/releasebot.toml"
    path.write_text("config_version = 1\nbot = { data_dir = 'data' }\n")
    return path


@pytest.fixture
def archive(config: Path, tmp_path: Path) -> Path:
    """A good backup of it."""
    path = tmp_path / "backup.tar.gz"
    assert backing_up.run(path, config, as_json=False) == 0
    return path


def content(archive: Path) -> Files:
    """The members in their order."""
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]  # all are files


def packed(archive: Path, files: Files, *more: tarfile.TarInfo) -> Path:
    """Another archive in its place."""
    with tarfile.open(archive, "w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for member in more:
            tar.addfile(member)
    return archive


def retold(files: Files, **changed: object) -> Files:
    """The same files under a manifest that fits them, but for what is changed in it."""
    told = json.loads(files[manifest.NAME])
    told["members"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if name != manifest.NAME
    }
    return {**files, manifest.NAME: json.dumps({**told, **changed}).encode()}


def refused(archive: Path, folder: Path, why: str) -> None:
    """It is refused in words, and the folder with all its neighbours is as before."""
    before = sorted(folder.parent.iterdir())
    with pytest.raises(errors.BadInput, match=why) as caught:
        restoring.run(archive, folder, as_json=False)
    assert caught.value.reason == "bad_backup"
    assert sorted(folder.parent.iterdir()) == before


def test_a_good_one_is_restored_into_an_empty_folder(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is to be done next."""
    into = tmp_path / "new"
    into.mkdir()
    assert restoring.run(archive, into, as_json=False) == 0
    told = capsys.readouterr().out

    assert "Audit: row 2, hash " in told
    assert f"releasebot serve --config {into / 'releasebot.toml'}" in told
    assert into.stat().st_mode & 0o777 == 0o700
    assert (into / DATABASE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in into.iterdir() if path.name.startswith(".")] == []


def test_a_folder_with_something_in_it_is_not_touched(archive: Path, tmp_path: Path) -> None:
    """Nor a file, and in JSON the refusal is an object."""
    for into in (tmp_path / "bot", archive):
        with pytest.raises(errors.Refused) as caught:
            restoring.run(archive, into, as_json=True)
        assert caught.value.reason == "folder_not_empty"


def test_an_unknown_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder too; with --json as an object."""
    refused(tmp_path / "nothing.tar.gz", tmp_path / "new", "there is no such file")
    refused(tmp_path, tmp_path / "new", "it is a folder")
    with pytest.raises(errors.BadInput):
        restoring.run(tmp_path / "nothing.tar.gz", tmp_path / "new", as_json=True)

    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad_backup"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"hello",
        lambda _: gzip.compress(b"hello"),
        lambda _: gzip.compress(b"\0" * 10_000),
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + bytes(50) + data[150:],
        lambda data: gzip.compress(gzip.decompress(data)[:5000]),
    ],
)
def test_damaged_files_are_refused(
    archive: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """Cut, overwritten, or something else altogether."""
    archive.write_bytes(spoil(archive.read_bytes()))

    refused(archive, tmp_path / "new", "no backup that can be used")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "data/../../evil",
        "data/artifacts/../evil",
        f"data/artifacts/{'a' * 64}/../../x",
        f"data/artifacts/{'a' * 64}/.hidden",
        "data/web.key",
        "data/releasebot.sqlite-wal",
    ],
)
def test_files_that_belong_to_no_backup_are_refused(
    archive: Path, tmp_path: Path, name: str
) -> None:
    """Whether the manifest names them or not."""
    files = {**content(archive), name: b"evil"}
    refused(packed(archive, retold(files)), tmp_path / "new", "its manifest is not one")

    told = {**retold(content_without(files, name)), name: b"evil"}
    refused(packed(archive, told), tmp_path / "new", "that its manifest does not name")


def content_without(files: Files, name: str) -> Files:
    """All the others."""
    return {other: data for other, data in files.items() if other != name}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_are_refused(archive: Path, tmp_path: Path, kind: bytes) -> None:
    """Also under the name of a file that the manifest has."""
    files = content(archive)
    told = retold({**files, manifest.SETTINGS: b""})
    link = tarfile.TarInfo(manifest.SETTINGS)
    link.type, link.linkname = kind, "/etc/passwd"
    archive = packed(archive, content_without(told, manifest.SETTINGS), link)

    refused(archive, tmp_path / "new", "a file in it is not what its manifest says")


def test_a_manifest_that_does_not_fit_is_refused(archive: Path, tmp_path: Path) -> None:
    """Other bytes, another length, a missing file, the wrong order, an artifact by a wrong name."""
    files = content(archive)
    other = {**files, manifest.SETTINGS: b"X" + files[manifest.SETTINGS][1:]}
    refused(packed(archive, other), tmp_path / "new", "not what its manifest says")
    longer = {**files, manifest.SETTINGS: files[manifest.SETTINGS] + b"\n"}
    refused(packed(archive, longer), tmp_path / "new", "not what its manifest says")
    less = content_without(files, DATABASE)
    refused(packed(archive, less), tmp_path / "new", "a file is missing in it")
    refused(packed(archive, retold(less)), tmp_path / "new", "it holds no database")
    last = dict(reversed(files.items()))
    refused(packed(archive, last), tmp_path / "new", "does not begin with a manifest")
    artifact = {**files, f"data/artifacts/{'a' * 64}/x.whl": b"other bytes"}
    refused(packed(archive, retold(artifact)), tmp_path / "new", "not what its name says")


def test_a_database_that_is_not_the_one_of_the_manifest_is_refused(
    archive: Path, tmp_path: Path
) -> None:
    """Damaged, of a newer version, or with another audit: the hashes fit, what it says does not."""
    files = content(archive)
    damaged = {**files, DATABASE: files[DATABASE][:4096] + bytes(len(files[DATABASE]) - 4096)}
    refused(packed(archive, retold(damaged)), tmp_path / "new", "its database is damaged")
    newer = retold(files, schema_version="9999", releasebot="9.0")
    refused(packed(archive, newer), tmp_path / "new", "written by releasebot 9.0, which is newer")
    shorter = retold(files, audit={"number": 3, "hash": "0" * 64, "first_altered": None})
    refused(packed(archive, shorter), tmp_path / "new", "its database is not what")


def test_a_bomb_meets_the_limits(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header that wants gigabytes of memory, and files that want more disk than there is."""
    files = content(archive)
    room = SimpleNamespace(free=10)
    with monkeypatch.context() as small:
        small.setattr(shutil, "disk_usage", lambda _: room)
        with pytest.raises(errors.Failed) as caught:
            restoring.run(archive, tmp_path / "new", as_json=False)
    assert caught.value.reason == "disk_full"

    long = tarfile.TarInfo("././@LongLink")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 4 * 1024**3
    with gzip.open(archive, "wb") as out:
        out.write(long.tobuf(tarfile.GNU_FORMAT))
        out.write(bytes(1024 * 1024))
    refused(archive, tmp_path / "new", "a header in it is too long")

    monkeypatch.setattr(reading, "LONGEST_MANIFEST", 100)
    refused(packed(archive, files), tmp_path / "new", "its manifest is too long")


def test_an_altered_audit_is_backed_up_and_told(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 on both sides: there is no better copy, but nobody may overlook it."""
    with closing(sqlite3.connect(config.parent / "data/releasebot.sqlite")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET actor = 'mallory' WHERE number = 1")
        connection.commit()
    archive = tmp_path / "backup.tar.gz"

    assert backing_up.run(archive, config, as_json=False) == 1
    assert "Row 1 of the audit is not what was written." in capsys.readouterr().out
    assert restoring.run(archive, tmp_path / "new", as_json=False) == 1
    assert "Row 1 of the audit was altered before the backup." in capsys.readouterr().out


def test_a_damaged_database_is_not_backed_up(config: Path, tmp_path: Path) -> None:
    """An older backup is worth more."""
    database = config.parent / "data/releasebot.sqlite"
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(errors.BadConfiguration) as caught:
        backing_up.run(tmp_path / "backup.tar.gz", config, as_json=False)

    assert caught.value.reason == "bad_database"
    assert sorted(tmp_path.iterdir()) == before


def test_what_cannot_be_backed_up_is_told(config: Path, archive: Path, tmp_path: Path) -> None:
    """A file that is there already, a folder that is not, a bot that never ran."""
    with pytest.raises(errors.Refused, match="is there already"):
        backing_up.run(archive, config, as_json=False)
    with pytest.raises(errors.BadInput, match="no folder"):
        backing_up.run(tmp_path / "nowhere/backup", config, as_json=False)
    (config.parent / "data/releasebot.sqlite").unlink()
    with pytest.raises(errors.Refused) as caught:
        backing_up.run(tmp_path / "second.tar.gz", config, as_json=False)
    assert caught.value.reason == "nothing_to_back_up"


def test_a_full_disk_leaves_nothing_behind(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a half backup nor a copied database."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(errors.Failed) as caught:
        backing_up.run(tmp_path / "backup.tar.gz", config, as_json=False)

    assert caught.value.reason == "disk_full"
    assert sorted(tmp_path.iterdir()) == before
