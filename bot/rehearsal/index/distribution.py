"""What an index checks of a file before it takes it: the file's name against what is inside."""

import email.parser
import re
import tarfile
import zipfile
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from packaging import utils, version

_FILENAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]*\.(?:whl|tar\.gz)")
_METADATA = re.compile(r"[^/]+\.dist-info/METADATA")
LONGEST_METADATA = 4 * 1024 * 1024


class NotADistribution(Exception):
    """No wheel or sdist, or one of another project or version than it says."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file as an index lists it."""

    package: str
    version: str
    filename: str
    requires_python: str


def read_distribution(path: Path, filename: str, name: str, release: str) -> Distribution:
    """The file's facts, if its name, its metadata and the declared project and version agree."""
    if not _FILENAME.fullmatch(filename):
        raise NotADistribution("Invalid distribution file: a .whl or .tar.gz is needed.")
    package, number = _parse_filename(filename)
    try:
        declared = version.Version(release)
    except version.InvalidVersion:
        raise NotADistribution(f"{release!r} is an invalid value for Version.") from None
    if utils.canonicalize_name(name) != package:
        raise NotADistribution(f"Start filename for {name!r} with its name, not {package!r}.")
    if number != declared:
        raise NotADistribution(f"Version in filename should be {release!r} not {str(number)!r}.")
    metadata = _read_metadata(path, filename)
    if utils.canonicalize_name(metadata.get("Name", "")) != package:
        raise NotADistribution(f"The metadata of {filename!r} names another project.")
    if metadata.get("Version", "") not in {release, str(declared)}:
        raise NotADistribution(f"The metadata of {filename!r} names another version.")
    return Distribution(package, str(declared), filename, metadata.get("Requires-Python", ""))


def _parse_filename(filename: str) -> tuple[str, version.Version]:
    try:
        if filename.endswith(".whl"):
            name, number, _, _ = utils.parse_wheel_filename(filename)
        else:
            name, number = utils.parse_sdist_filename(filename)
    except (utils.InvalidWheelFilename, utils.InvalidSdistFilename) as problem:
        raise NotADistribution(f"Invalid distribution file. {problem}") from None
    return name, number


def _read_metadata(path: Path, filename: str) -> Message:
    try:
        text = _from_wheel(path) if filename.endswith(".whl") else _from_sdist(path, filename)
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, KeyError) as problem:
        raise NotADistribution(f"Invalid distribution file. {problem}") from None
    return email.parser.BytesHeaderParser().parsebytes(text)


def _from_wheel(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if _METADATA.fullmatch(name)]
        if len(names) != 1:
            raise KeyError("The wheel must hold one METADATA.")
        with archive.open(names[0]) as file:
            return file.read(LONGEST_METADATA)


def _from_sdist(path: Path, filename: str) -> bytes:
    with tarfile.open(path, "r:gz") as archive:
        member = archive.extractfile(f"{filename.removesuffix('.tar.gz')}/PKG-INFO")
        if member is None:
            raise KeyError("PKG-INFO is not a file.")
        return member.read(LONGEST_METADATA)
