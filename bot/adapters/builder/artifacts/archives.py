"""Reading wheels and sdists without unpacking them: hashes and a few texts, all within limits."""

import gzip
import hashlib
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.domain.files import inspection
from bot.domain.files.inspection import Contents, refuse, shown

MEMBERS = 100_000
TOTAL = 2**30  # bytes, all members together
LARGE = 64 * 2**20  # below this no ratio is suspicious
RATIO = 50  # PyPI's own limit for files above LARGE
TEXT = 8 * 2**20  # RECORD and metadata
CHUNK = 1 << 20
ZIP_START = b"PK\x03\x04"
POINTER, LARGEST_POINTER = b"version https://git-lfs.github.com/spec/v1\noid ", 1024
ENCRYPTED, UTF_8 = 0x1, 0x800
BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError)


def read_wheel(path: Path) -> Contents:
    """The contents of a wheel; raises `BadArtifact` for what PyPI or an installer would refuse."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if file.seek(0) or file.read(len(ZIP_START)) != ZIP_START or archive.comment:
                raise refuse(f"{path.name} has foreign data around it.", "ambiguous_archive")
            members = _wheel_members(path, archive)
            return _contents((m.filename, m.file_size, archive.open(m)) for m in members)
    except (*BROKEN, OSError, NotImplementedError, RuntimeError) as error:
        raise _broken(path, error) from error


def _wheel_members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    inspection.check_members(path.name, (member.filename for member in members))
    _check_size(path, len(members), sum(member.file_size for member in members))
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or member.flag_bits & ENCRYPTED:
            sentence = f"{path.name} holds {shown(member.filename)}, which is no plain file."
            raise refuse(sentence, "unsafe_member")
        if not member.flag_bits & UTF_8 and not member.orig_filename.isascii():
            sentence = f"{path.name} holds {shown(member.filename)}, whose name is not UTF-8."
            raise refuse(sentence, "unsafe_member")
    return [member for member in members if not member.is_dir()]


def read_sdist(path: Path) -> Contents:
    """The contents of an sdist, relative to its one folder, which is named like the file."""
    folder = path.name.removesuffix(".tar.gz")
    try:
        with (
            _BoundedGzip(path) as unpacked,
            tarfile.open(fileobj=unpacked, mode="r|", encoding="utf-8", errors="strict") as archive,
        ):
            return _contents(_sdist_members(path, archive, f"{folder}/"))
    except (*BROKEN, OSError) as error:
        raise _broken(path, error) from error


def _sdist_members(
    path: Path, archive: tarfile.TarFile, folder: str
) -> Iterator[tuple[str, int, IO[bytes]]]:
    names: list[str] = []
    for member in archive:
        names.append(member.name)
        _check_size(path, len(names), member.size)
        inspection.check_members(path.name, [member.name])
        if not (member.isreg() or member.isdir()):
            sentence = f"{path.name} holds {shown(member.name)}, which is no plain file."
            raise refuse(sentence, "unsafe_member")
        if not f"{member.name}/".startswith(folder):
            sentence = f"{path.name} holds {shown(member.name)} outside of the folder {folder}."
            raise refuse(sentence, "unsafe_member")
        file = archive.extractfile(member)
        if file is not None:
            yield member.name.removeprefix(folder), member.size, file
    inspection.check_members(path.name, names)


def _contents(members: Iterator[tuple[str, int, IO[bytes]]]) -> Contents:
    sha256, sizes, texts = {}, {}, {}
    pointers = []
    for name, size, file in members:
        digest = hashlib.sha256()
        keep = name == "PKG-INFO" or name.endswith((".dist-info/METADATA", ".dist-info/RECORD"))
        with file:
            if keep and size <= TEXT:
                texts[name] = file.read()
                digest.update(texts[name])
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                if size < LARGEST_POINTER and chunk.startswith(POINTER):
                    pointers.append(name)
        sha256[name], sizes[name] = digest.hexdigest(), size
    return Contents(sha256=sha256, sizes=sizes, texts=texts, pointers=tuple(pointers))


def _check_size(path: Path, members: int, total: int) -> None:
    """Judge what the archive says, before any of it is read."""
    packed = path.stat().st_size
    if members > MEMBERS or total > TOTAL or (total > LARGE and total > RATIO * packed):
        raise refuse(
            f"{path.name} would unpack to {total / 1e6:,.0f} MB in {members:,} files or more "
            f"from {packed / 1e6:.1f} MB.",
            "archive_bomb",
        )


class _BoundedGzip(gzip.GzipFile):
    """Unpacked bytes that stop where an archive becomes a bomb."""

    def read(self, size: int | None = -1) -> bytes:
        """As the parent's, then judge how much it was by now."""
        chunk = super().read(size)
        _check_size(Path(str(self.name)), 0, self.tell())
        return chunk


def _broken(path: Path, error: Exception) -> Exception:
    return refuse(f"{path.name} is not a readable archive: {shown(str(error))}.", "broken_archive")
