"""The Python interpreters of this machine, by their minor version."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from bot import errors

NAME = re.compile(r"python(3\.\d+)")
PROGRAM = b"\x7fELF"  # pyenv's shims are shell scripts, which no sandbox could follow
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
OLDEST_FOR_BUILDING = Version("3.11")


def own_interpreter() -> Path:
    """The interpreter that runs releasebot, outside of any virtual environment."""
    return Path(sys.base_prefix, "bin", f"python{OWN}").resolve()


def find_interpreters(search_path: str, folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Real programs by minor version: our own first, then the search path, then `folders`.

    Each of `folders` holds installations, as ~/.pyenv/versions does; newer ones come first.
    """
    found = {OWN: own_interpreter()}
    places = [Path(entry) for entry in search_path.split(os.pathsep) if entry]
    for folder in folders:
        places += sorted(folder.glob("*/bin"), key=_release, reverse=True)
    for place in places:
        for version, path in _programs(place):
            found.setdefault(version, path)
    return dict(sorted(found.items(), key=lambda item: Version(item[0])))


def _release(folder: Path) -> tuple[int, ...]:
    """The numbers in an installation's name, so that 3.11.10 is newer than 3.11.9."""
    return tuple(map(int, re.findall(r"\d+", folder.parent.name)))


def _programs(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("python3.*")):
        version = NAME.fullmatch(path.name)
        if version and _is_program(path):
            yield version[1], path.resolve()


def _is_program(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(PROGRAM)) == PROGRAM
    except OSError:
        return False


def interpreter_for(requires_python: str, interpreters: Mapping[str, Path]) -> Path:
    """The interpreter that builds: our own if the project takes it, else the newest it takes."""
    wanted = SpecifierSet(requires_python)
    usable = [v for v in interpreters if Version(v) >= OLDEST_FOR_BUILDING and _takes(wanted, v)]
    if not usable:
        raise errors.BuildFailed(
            f"The project needs Python {requires_python}, which is not on this machine.",
            "Install such a Python, for example with pyenv or uv.",
            reason="no_interpreter",
        )
    own = own_interpreter()
    newest = interpreters[max(usable, key=Version)]
    return own if any(interpreters[v] == own for v in usable) else newest


def _takes(wanted: SpecifierSet, minor: str) -> bool:
    """Whether any usual patch release of that minor version is wanted."""
    return any(wanted.contains(f"{minor}.{patch}") for patch in (0, 7, 99))
