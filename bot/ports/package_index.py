"""A package index and the files that it lists."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.files.artifacts import Artifact
from bot.ports.effects import effect


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """A file as a package index lists it. `sha256` is "" where the index does not tell.

    `url` is that of the bytes, `page` that of what people read about the version.
    """

    name: str
    sha256: str
    url: str
    page: str = ""
    yanked: bool = False


class PackageIndex(Protocol):
    """A package index: what it lists, and uploading one file to it."""

    name: str  # "pypi", "testpypi"

    async def files(self, package: str, version: str | None = None) -> tuple[IndexFile, ...]:
        """The files of a version (None: of all), () where the index knows none."""
        ...

    async def versions(self, package: str) -> tuple[str, ...]:
        """All versions that the index has ever listed, () for an unknown package."""
        ...

    async def install(self, package: str, version: str, python: str) -> None:
        """Install that version from this index into a throw-away folder, or raise `Failed`.

        `python` is a minor version that the package supports ("3.12"); it need not be here.
        """
        ...

    async def download(self, file: IndexFile, folder: Path) -> None:
        """Write a listed file into `folder` under its name, if its bytes have the listed hash."""
        ...

    @effect
    async def upload(self, artifact: Artifact, path: Path) -> None:
        """Upload the file; identical bytes again are fine, others raise `errors.Conflict`."""
        ...
