"""The store of artifacts on disk: files under their hash, written once, checked when opened."""

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot import errors
from bot.adapters import artifact_shelf, build_records
from bot.domain.files.artifacts import Artifact, ArtifactKind
from bot.domain.records.retention import StoredArtifact

CHUNK = 1 << 20
READ_ONLY = 0o444
DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def opened(path: Path, limit: int | None = None) -> Iterator[int]:
    """A file descriptor of a regular, single-linked, non-empty file, else `errors.BadArtifact`.

    Never follows a symlink and never blocks on a fifo; what is read afterwards is read from the
    very file that was judged here.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _not_a_file(path) from error
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size == 0:
            raise _not_a_file(path)
        if limit is not None and found.st_size > limit:
            raise errors.BadArtifact(
                f"{path.name!r} has {found.st_size / 1e6:.1f} MB, more than the "
                f"{limit / 1e6:.0f} MB that PyPI takes.",
                "Make the file smaller, or ask PyPI for a higher limit and configure it.",
                reason="artifact_too_large",
            )
        yield fd
    finally:
        os.close(fd)


def _not_a_file(path: Path) -> errors.BadArtifact:
    return errors.BadArtifact(
        f"{path.name!r} is not a regular file (a symlink, hard link, fifo, directory or empty).",
        "Let the build write plain files only.",
        reason="not_a_regular_file",
    )


def chunks(fd: int) -> Iterator[bytes]:
    """The bytes of an open file, from its beginning."""
    os.lseek(fd, 0, os.SEEK_SET)
    while chunk := os.read(fd, CHUNK):
        yield chunk


def sha256_of(fd: int) -> str:
    """The hash of an open file as lower-case hex."""
    digest = hashlib.sha256()
    for chunk in chunks(fd):
        digest.update(chunk)
    return digest.hexdigest()


class DiskArtifactStore:
    """Files as `<folder>/<sha256>/<name>`, mode 0444; the folder is its owner's alone."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made at the first write."""
        self._folder = folder.absolute()

    def path(self, artifact: Artifact) -> Path:
        """Where the bytes are; hashes them first and raises `BadArtifact` if they changed."""
        path = self._folder / artifact.sha256 / artifact.name
        if not os.path.lexists(path):
            raise errors.BadArtifact(
                f"The stored {artifact.name!r} is not there any more.",
                "Put it back from a backup, or release the next version.",
                reason="artifacts_gone",
            )
        with opened(path) as fd:
            if sha256_of(fd) != artifact.sha256:
                raise errors.BadArtifact(
                    f"The stored {artifact.name!r} is not what was built: its hash changed.",
                    "Nothing of it will be published; find out who changed it, then build again.",
                    reason="artifact_changed",
                )
        return path

    def record(self, key: str, artifacts: Sequence[Artifact]) -> None:
        """Remember, atomically, that a build of this key gave these stored artifacts."""
        build_records.write(self._folder / "builds", key, artifacts)

    def recorded(self, key: str) -> tuple[Artifact, ...] | None:
        """What a build of this key gave; None if there was none."""
        artifacts = build_records.read(self._folder / "builds", key)
        for artifact in artifacts or ():
            artifact_shelf.touch(self._folder / artifact.sha256)
        return artifacts

    def stored(self) -> tuple[StoredArtifact, ...]:
        """Everything that is kept, by hash."""
        return artifact_shelf.stored(self._folder)

    def remove(self, unwanted: Collection[StoredArtifact]) -> None:
        """Remove these, and the records of builds that gave them; one used meanwhile stays."""
        artifact_shelf.remove(self._folder, unwanted)

    def keep(self, files: Sequence[tuple[ArtifactKind, Path]]) -> tuple[Artifact, ...]:
        """Store all of these files, or none of them; a file that is there already stays."""
        new: list[Path] = []
        try:
            return tuple(self._keep(kind, path, new) for kind, path in files)
        except BaseException as error:
            for path in new:
                path.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in DISK_IS_FULL:
                raise errors.Failed(
                    f"The disk is full, so the artifacts could not be stored in {self._folder}.",
                    "Nothing was kept or approved; free some space there and start again.",
                    reason="disk_full",
                ) from error
            raise

    def _keep(self, kind: ArtifactKind, source: Path, new: list[Path]) -> Artifact:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self._folder / f".{secrets.token_hex(8)}.partial"
        new.append(partial)
        with opened(source) as fd:
            sha256, size = _copy(fd, partial)
        final = self._folder / sha256 / source.name
        if not _holds(final, sha256):
            final.parent.mkdir(exist_ok=True)
            new.append(final)
            partial.replace(final)
            _sync_folder(final.parent)
            _sync_folder(self._folder)
        artifact_shelf.touch(final.parent)
        partial.unlink(missing_ok=True)
        return Artifact(name=source.name, kind=kind, sha256=sha256, size=size)


def _holds(path: Path, sha256: str) -> bool:
    try:
        with opened(path) as fd:
            return sha256_of(fd) == sha256
    except errors.BadArtifact:
        return False


def _copy(source: int, target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        for chunk in chunks(source):
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fchmod(out.fileno(), READ_ONLY)
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
