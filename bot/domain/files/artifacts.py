"""Artifacts: files that are built once, known by their hash, and published as those bytes."""

from dataclasses import dataclass
from typing import Literal

ArtifactKind = Literal["wheel", "sdist", "sbom", "checksums"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One stored file. `sha256` is lower-case hex; `size` is in bytes."""

    name: str
    kind: ArtifactKind
    sha256: str
    size: int


def distributions(artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    """What goes to a package index, in upload order: the sdist first, then the wheels."""
    wanted = [a for a in artifacts if a.kind in ("sdist", "wheel")]
    return tuple(sorted(wanted, key=lambda a: (a.kind != "sdist", a.name)))
