"""Files on disk together with the artifacts that describe them."""

import hashlib
from pathlib import Path

from bot.domain.files.artifacts import Artifact, ArtifactKind


def store(folder: Path, kind: ArtifactKind, named: tuple[str, bytes]) -> tuple[Artifact, Path]:
    """Write the file and describe it; the folder is named after the hash, as in the store."""
    name, content = named
    digest = hashlib.sha256(content).hexdigest()
    path = folder / digest / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Artifact(name=name, kind=kind, sha256=digest, size=len(content)), path


def secret_file(folder: Path, secret: str) -> Path:
    """A file that holds a secret, readable for its owner only."""
    path = folder / "secret"
    path.touch(mode=0o600)
    path.write_text(f"{secret}\n")
    return path
