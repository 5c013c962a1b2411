"""Taking files out of a build's output folder, which the build may have filled with traps."""

import os
from collections.abc import Mapping
from pathlib import Path

from bot.adapters import artifact_store
from bot.domain.files import inspection
from bot.domain.files.artifacts import ArtifactKind

LARGEST_FILE = 100 * 10**6  # bytes, PyPI's limit for a file
MOST_NAMES = 1000


def collect(
    out: Path, folder: Path, package: str, version: str, *, largest: int = LARGEST_FILE
) -> Mapping[Path, ArtifactKind]:
    """Copy the regular files of `out` into the new `folder`, if their names are all expected."""
    folder.mkdir()
    with os.scandir(out) as entries:
        names = sorted(entry.name for _, entry in zip(range(MOST_NAMES), entries, strict=False))
    kinds = inspection.kinds_of(names, package, version)
    for name in names:
        with artifact_store.opened(out / name, largest) as fd, (folder / name).open("xb") as copy:
            for chunk in artifact_store.chunks(fd):
                copy.write(chunk)
    return {folder / name: kind for name, kind in kinds.items()}
