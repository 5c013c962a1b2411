"""What the recipes for bad artifacts are made of: good files, and one fault at a time."""

import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.fakes.tiny_packages import (
    record_of,
    sdist_files,
    tar_of,
    tiny_sdist,
    tiny_wheel,
    wheel_files,
    zip_of,
)

PACKAGE, VERSION = "tiny-package", "1.0"
SDIST, WHEEL = "tiny_package-1.0.tar.gz", "tiny_package-1.0-py3-none-any.whl"
TOP, INFO = "tiny_package-1.0", "tiny_package-1.0.dist-info"
MODULE = "tiny_package/__init__.py"
Recipe = Callable[[Path], None]


class Recipes(dict[str, Recipe]):
    """Functions by name; each fills a build's output folder with one fault."""

    def add(self, function: Recipe) -> Recipe:
        """Offer a function under its own name."""
        self[function.__name__] = function
        return function


def write_source(folder: Path) -> None:
    """The commit's tree that the tiny package is built from."""
    for name, content in sdist_files(PACKAGE, VERSION).items():
        if name != "PKG-INFO":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def write_good(out: Path) -> None:
    """Both files, with nothing wrong."""
    for name, content in (tiny_sdist(PACKAGE, VERSION), tiny_wheel(PACKAGE, VERSION)):
        (out / name).write_bytes(content)


def write_wheel(out: Path, files: Mapping[str, bytes], recorded: Mapping[str, bytes]) -> None:
    """A good sdist, and a wheel of these files whose RECORD tells of others."""
    write_good(out)
    record = f"{INFO}/RECORD"
    members = [*files.items(), (record, record_of(recorded, record))]
    (out / WHEEL).write_bytes(zip_of(members))


def write_sdist(out: Path, *extra: tarfile.TarInfo, content: bytes = b"") -> None:
    """A good wheel, and an sdist with one member more."""
    write_good(out)
    files = [(tarfile.TarInfo(f"{TOP}/{n}"), c) for n, c in sdist_files(PACKAGE, VERSION).items()]
    (out / SDIST).write_bytes(tar_of([*files, *((member, content) for member in extra)]))


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """A member of a tar file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def write_metadata(out: Path, text: str) -> None:
    """A good sdist, and a wheel with this metadata."""
    files = wheel_files(PACKAGE, VERSION) | {f"{INFO}/METADATA": text.encode()}
    write_wheel(out, files, files)
