"""The shelf of artifacts: what is there is told, and taken away with the records of it."""

import os
from pathlib import Path

import pytest

from bot import errors
from bot.adapters import artifact_shelf
from bot.adapters.artifact_store import DiskArtifactStore
from bot.domain.files.artifacts import Artifact

LONG_AGO = 1_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> DiskArtifactStore:
    """An empty store."""
    return DiskArtifactStore(tmp_path / "store")


def kept(store: DiskArtifactStore, folder: Path, name: str) -> Artifact:
    """A stored file with a record of the build that gave it."""
    source = folder / name
    source.write_bytes(name.encode())
    artifacts = store.keep([("wheel", source)])
    store.record(name, artifacts)
    return artifacts[0]


def aged(store: DiskArtifactStore, artifact: Artifact) -> None:
    """Let it be as if nobody had needed it for years."""
    os.utime(store.path(artifact).parent, (LONG_AGO, LONG_AGO))


def test_an_empty_shelf_holds_nothing(store: DiskArtifactStore) -> None:
    """Before the first build there is no folder."""
    assert store.stored() == ()
    store.remove(())


def test_what_is_removed_leaves_no_trace(store: DiskArtifactStore, tmp_path: Path) -> None:
    """Neither the file nor the record, so that the release can be built anew; the others stay."""
    old, other = kept(store, tmp_path, "a.whl"), kept(store, tmp_path, "b.whl")
    aged(store, old)
    known = {each.sha256: each for each in store.stored()}
    assert (known[old.sha256].size, known[old.sha256].used) == (5, "2001-09-09T01:46:40.000Z")

    store.remove([known[old.sha256]])

    assert [each.sha256 for each in store.stored()] == [other.sha256]
    assert store.recorded("a.whl") is None
    assert store.recorded("b.whl") == (other,)
    with pytest.raises(errors.BadArtifact) as caught:
        store.path(old)
    assert caught.value.reason == "artifacts_gone"


def test_what_is_needed_again_in_between_stays(store: DiskArtifactStore, tmp_path: Path) -> None:
    """A build gave the same bytes, or a release found the record of it."""
    for key, again in (("a.whl", "keep"), ("b.whl", "recorded")):
        artifact = kept(store, tmp_path, key)
        aged(store, artifact)
        [seen] = [each for each in store.stored() if each.sha256 == artifact.sha256]
        if again == "keep":
            store.keep([("wheel", tmp_path / key)])
        else:
            store.recorded(key)
        store.remove([seen])

        assert store.path(artifact).exists()
        assert store.recorded(key) == (artifact,)


def test_a_removal_that_broke_off_is_finished_by_the_next(
    store: DiskArtifactStore, tmp_path: Path
) -> None:
    """The record went, or also the file, but not its folder."""
    artifact = kept(store, tmp_path, "a.whl")
    for record in (tmp_path / "store/builds").iterdir():
        record.unlink()
    store.path(artifact).unlink()

    store.remove(store.stored())

    assert store.stored() == ()


def test_what_a_kill_left_half_written_goes_after_a_day(
    store: DiskArtifactStore, tmp_path: Path
) -> None:
    """A younger one may be written at this moment."""
    kept(store, tmp_path, "a.whl")
    names = (".0.partial", "builds/.1.partial", ".2.partial")
    for name in names:
        (tmp_path / "store" / name).touch()
    for name in names[:2]:
        os.utime(tmp_path / "store" / name, (LONG_AGO, LONG_AGO))

    artifact_shelf.remove(tmp_path / "store", ())

    assert [path.name for path in (tmp_path / "store").rglob("*.partial")] == [".2.partial"]
