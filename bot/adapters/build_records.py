"""Records of builds: which stored artifacts a build gave, so that nothing is ever built twice."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import pydantic

from bot import errors
from bot.domain.files.artifacts import Artifact

_ARTIFACTS = pydantic.TypeAdapter(tuple[Artifact, ...])


def write(folder: Path, key: str, artifacts: Sequence[Artifact]) -> None:
    """Record the build, atomically: after a crash the record is whole or not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f".{secrets.token_hex(8)}.partial"
    with partial.open("xb") as file:
        file.write(_ARTIFACTS.dump_json(tuple(artifacts)))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(_path(folder, key))


def read(folder: Path, key: str) -> tuple[Artifact, ...] | None:
    """What the build of this key gave; None if none is recorded."""
    try:
        return _ARTIFACTS.validate_json(_path(folder, key).read_bytes())
    except FileNotFoundError:
        return None
    except pydantic.ValidationError as error:
        raise errors.BadArtifact(
            "The record of an earlier build cannot be read.",
            "Start the release again; find out who changed the bot's data folder.",
            reason="artifact_changed",
        ) from error


def naming(folder: Path, hashes: AbstractSet[str]) -> tuple[Path, ...]:
    """The records that name any of these artifacts; one that cannot be read names none."""
    return tuple(path for path in sorted(folder.glob("*.json")) if hashes & _named(path))


def _named(path: Path) -> set[str]:
    try:
        return {artifact.sha256 for artifact in _ARTIFACTS.validate_json(path.read_bytes())}
    except (FileNotFoundError, pydantic.ValidationError):
        return set()


def _path(folder: Path, key: str) -> Path:
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
