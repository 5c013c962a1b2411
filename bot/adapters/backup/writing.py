"""Writing a backup: one private file that is whole, or not there."""

import contextlib
import hashlib
import io
import os
import secrets
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import errors
from bot.adapters import build_records
from bot.adapters.artifact_store import DISK_IS_FULL
from bot.adapters.backup import manifest, reading
from bot.adapters.backup.manifest import Manifest, Member

COMPRESSION = 6


def artifact_files(shelf: Path, hashes: frozenset[str]) -> Mapping[str, Path]:
    """The stored files of these hashes with the records of their builds, by member name."""
    files = [file for sha256 in sorted(hashes) for file in sorted((shelf / sha256).glob("*"))]
    records = build_records.naming(shelf / "builds", hashes)
    return {f"{manifest.ARTIFACTS}/{each.relative_to(shelf)}": each for each in (*files, *records)}


def described(files: Mapping[str, Path]) -> dict[str, Member]:
    """Each file by hash and size."""
    return {name: _described(path) for name, path in files.items()}


def _described(path: Path) -> Member:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Member(sha256=digest, size=path.stat().st_size)


def write(target: Path, told: Manifest, files: Mapping[str, Path]) -> None:
    """Write the backup, read it again, and only then give it its name."""
    if target.exists():
        raise errors.Refused(
            f"{target} is there already.", "Name another file.", reason="file_exists"
        )
    with _partial(target) as partial:
        with partial.open("wb") as file:
            _pack(file, told, files)
            file.flush()
            os.fsync(file.fileno())
        with reading.opened(partial) as tar:
            reading.verify(tar)
        partial.replace(target)


@contextlib.contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A private file beside the target, which is gone afterwards."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}.partial")
    try:
        partial.touch(mode=0o600, exist_ok=False)
        yield partial
    except OSError as error:
        if error.errno in DISK_IS_FULL:
            raise errors.Failed(
                f"The disk is full, so the backup {target} could not be written.",
                "Nothing was left behind; free some space, or name another place.",
                reason="disk_full",
            ) from error
        raise
    finally:
        partial.unlink(missing_ok=True)


def _pack(file: io.BufferedWriter, told: Manifest, files: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=COMPRESSION) as tar:
        text = told.model_dump_json(indent=2).encode()
        tar.addfile(_header(manifest.NAME, len(text), 0), io.BytesIO(text))
        for name, path in files.items():
            with path.open("rb") as content:
                size, mtime = told.members[name].size, int(path.stat().st_mtime)
                tar.addfile(_header(name, size, mtime), content)


def _header(name: str, size: int, mtime: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size, mtime, 0o600
    return header
