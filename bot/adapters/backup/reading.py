"""Reading a backup: whatever is in the file, nothing but what its manifest names comes out."""

import contextlib
import errno
import gzip
import hashlib
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import ValidationError

from bot import errors
from bot.adapters.artifact_store import CHUNK, DISK_IS_FULL
from bot.adapters.backup import manifest
from bot.adapters.backup.manifest import Manifest

LONGEST_MANIFEST = 32 * 1024 * 1024
LONGEST_READ = LONGEST_MANIFEST  # of a header, which tarfile takes into memory as a whole


class NotABackup(Exception):  # it never reaches people; `opened` says it in words
    """What is wrong with the file, as the end of a sentence."""


class _Careful(gzip.GzipFile):
    """Refuses to put as much into memory as a made-up header asks for."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size <= LONGEST_READ:
            raise NotABackup("a header in it is too long")
        return super().read(size)


@contextlib.contextmanager
def opened(archive: Path) -> Iterator[tarfile.TarFile]:
    """The archive, read from its beginning. Raises `errors.BadInput` for whatever is no backup."""
    try:
        with _Careful(archive) as unzipped, tarfile.open(fileobj=unzipped, mode="r:") as tar:
            yield tar
    except NotABackup as error:
        raise _refusal(archive, str(error)) from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as error:
        raise _refusal(archive, "it is damaged, or of another kind") from error
    except FileNotFoundError as error:
        if str(error.filename) != str(archive):
            raise
        raise _refusal(archive, "there is no such file") from error
    except OSError as error:
        if error.errno in DISK_IS_FULL:
            raise _no_room() from error
        if error.errno == errno.EISDIR:
            raise _refusal(archive, "it is a folder") from error
        raise


def _refusal(archive: Path, why: str) -> errors.BadInput:
    return errors.BadInput(
        f"{archive} is no backup that can be used: {why}.",
        "Nothing was restored from it; take another one.",
        reason="bad_backup",
    )


def _no_room() -> errors.Failed:
    return errors.Failed(
        "There is not enough room on the disk for what is in the backup.",
        "Free some space, or choose another folder; nothing was left behind.",
        reason="disk_full",
    )


def unpack(tar: tarfile.TarFile, folder: Path) -> Manifest:
    """Write every member into an empty folder, compare it with the manifest, and return that."""
    told = read_manifest(tar)
    if sum(each.size for each in told.members.values()) > shutil.disk_usage(folder).free:
        raise _no_room()
    for member, content in members(tar, told):
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("xb") as out:
            _copy(content, told.members[member.name].sha256, out)
        target.chmod(0o444 if is_artifact(member.name) else 0o600)
    return told


def verify(tar: tarfile.TarFile) -> Manifest:
    """Read everything once more and compare it with the manifest."""
    told = read_manifest(tar)
    for member, content in members(tar, told):
        _copy(content, told.members[member.name].sha256, None)
    return told


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """The first member, if it is a manifest of a form that is known."""
    first = tar.next()
    content = tar.extractfile(first) if first and first.isreg() else None
    if first is None or content is None or first.name != manifest.NAME:
        raise NotABackup("it does not begin with a manifest")
    if first.size > LONGEST_MANIFEST:
        raise NotABackup("its manifest is too long")
    try:
        told = Manifest.model_validate_json(content.read())
    except ValidationError as error:
        raise NotABackup("its manifest is not one that this version reads") from error
    if not {manifest.SETTINGS, manifest.DATABASE} <= told.members.keys():
        raise NotABackup("it holds no database or no settings")
    if any(is_artifact(n) and n.split("/")[2] != m.sha256 for n, m in told.members.items()):
        raise NotABackup("an artifact in it is not what its name says")
    return told


def members(tar: tarfile.TarFile, told: Manifest) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """The members after the manifest: each once, a plain file, and exactly those that it names."""
    missing = set(told.members)
    while member := tar.next():
        if member.name not in missing:
            raise NotABackup("it holds a file that its manifest does not name")
        is_plain = member.isreg() and _is_inside(member.name)
        is_told = is_plain and member.size == told.members[member.name].size
        content = tar.extractfile(member) if is_told else None
        if content is None:
            raise NotABackup("a file in it is not what its manifest says")
        missing.remove(member.name)
        yield member, content
    if missing:
        raise NotABackup("a file is missing in it")


def _is_inside(name: str) -> bool:
    """Whether the name stays in the folder into which it is unpacked."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def is_artifact(name: str) -> bool:
    """Whether a member is a file that was built."""
    return name.startswith(f"{manifest.ARTIFACTS}/") and name.split("/")[2] != "builds"


def _copy(content: IO[bytes], sha256: str, out: IO[bytes] | None) -> None:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        if out:
            out.write(chunk)
    if digest.hexdigest() != sha256:
        raise NotABackup("a file in it is not what its manifest says")
