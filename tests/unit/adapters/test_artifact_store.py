"""The store of artifacts: what was kept comes back unchanged, or not at all."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore


@pytest.fixture
def store(tmp_path: Path) -> DiskArtifactStore:
    """An empty store."""
    return DiskArtifactStore(tmp_path / "store")


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file to be stored."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_kept_file_comes_back_read_only_under_its_own_name(
    store: DiskArtifactStore, tmp_path: Path
) -> None:
    """The name is what an upload sends, the folder is the hash."""
    (artifact,) = store.keep([("wheel", written(tmp_path, "a.whl", b"wheel"))])
    path = store.path(artifact)
    assert path.name == "a.whl"
    assert path.parent.name == artifact.sha256 == hashlib.sha256(b"wheel").hexdigest()
    assert artifact.size == 5
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700


def test_keeping_the_same_bytes_again_changes_nothing(
    store: DiskArtifactStore, tmp_path: Path
) -> None:
    """A build that is repeated gives the same artifact."""
    source = written(tmp_path, "a.whl", b"wheel")
    (first,) = store.keep([("wheel", source)])
    before = store.path(first).stat()
    assert store.keep([("wheel", source)]) == (first,)
    assert store.path(first).stat() == before


def test_a_changed_file_is_refused_and_a_new_build_repairs_it(
    store: DiskArtifactStore, tmp_path: Path
) -> None:
    """T7: the hash is taken anew at each opening."""
    source = written(tmp_path, "a.whl", b"wheel")
    (artifact,) = store.keep([("wheel", source)])
    path = store.path(artifact)
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(errors.BadArtifact, match="hash changed") as caught:
        store.path(artifact)
    assert caught.value.reason == "artifact_changed"
    store.keep([("wheel", source)])
    assert store.path(artifact).read_bytes() == b"wheel"


@pytest.mark.parametrize("trap", ["symlink", "hard link", "fifo", "folder", "empty"])
def test_only_regular_files_come_out(store: DiskArtifactStore, tmp_path: Path, trap: str) -> None:
    """What stands in the place of a stored file is never followed and never waited for."""
    (artifact,) = store.keep([("wheel", written(tmp_path, "a.whl", b"wheel"))])
    path = store.path(artifact)
    path.unlink()
    make: dict[str, Callable[[], object]] = {
        "symlink": lambda: path.symlink_to(tmp_path / "a.whl"),
        "hard link": lambda: os.link(tmp_path / "a.whl", path),
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "empty": path.touch,
    }
    make[trap]()
    with pytest.raises(errors.BadArtifact, match="not a regular file"):
        store.path(artifact)


def test_a_full_disk_keeps_nothing(
    store: DiskArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 69: the second file does not fit, so the first one does not stay either."""
    real, calls = os.fsync, []

    def full_at_the_second_file(fd: int) -> None:
        calls.append(fd)
        if len(calls) > 3:  # the file and two folders of the first one
            raise OSError(errno.ENOSPC, "No space left on device")
        real(fd)

    monkeypatch.setattr(os, "fsync", full_at_the_second_file)
    files = [written(tmp_path, name, name.encode()) for name in ("a.whl", "a.tar.gz")]
    with pytest.raises(errors.Failed, match="disk is full") as caught:
        store.keep([("wheel", files[0]), ("sdist", files[1])])
    assert caught.value.reason == "disk_full"
    assert "free some space" in caught.value.next_step
    assert not [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
