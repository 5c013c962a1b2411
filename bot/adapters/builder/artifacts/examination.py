"""Looking into built files against the plan and the commit; nothing is imported or unpacked."""

import asyncio
import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.metadata import Metadata
from trove_classifiers import classifiers

from bot.adapters.builder.artifacts import archives
from bot.adapters.builder.interpreters import own_interpreter
from bot.adapters.builder.sandbox.build_log import last_line
from bot.adapters.builder.sandbox.commands import Command, Mount, mounts_of
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.workshop import Workshop
from bot.domain.files import inspection
from bot.domain.files.artifacts import ArtifactKind
from bot.domain.files.inspection import Contents, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was learnt of files that may be published: `not_in_commit` was made by the build."""

    metadata: Metadata
    not_in_commit: tuple[str, ...]


async def examine(
    workshop: Workshop, files: Mapping[Path, ArtifactKind], source: Path, package: str, version: str
) -> Examination:
    """Judge all files at the same time; raises `BadArtifact` for the first that is wrong."""
    described = asyncio.create_task(check_description(workshop, files))
    try:
        found = await asyncio.to_thread(_examine, files, source, package, version)
        await described
    finally:
        described.cancel()
        await asyncio.gather(described, return_exceptions=True)
    return found


def _examine(
    files: Mapping[Path, ArtifactKind], source: Path, package: str, version: str
) -> Examination:
    found: dict[ArtifactKind, Metadata] = {}
    extra: tuple[str, ...] = ()
    for path, kind in sorted(files.items()):
        if kind == "wheel":
            inspection.check_platform(path.name)
            contents = archives.read_wheel(path)
            text = _check_wheel(path, contents)
        else:
            contents = archives.read_sdist(path)
            text = contents.texts.get("PKG-INFO", b"")
            tree = hashes_of(source, contents)
            extra = inspection.check_against_tree(path.name, contents.sha256, tree)
        inspection.check_pointers(path.name, contents.pointers)
        found[kind] = inspection.check_metadata(path.name, text, package, version)
        inspection.check_classifiers(path.name, found[kind].classifiers or (), classifiers)
    return Examination(metadata=found["wheel"], not_in_commit=extra)


def _check_wheel(path: Path, contents: Contents) -> bytes:
    """RECORD is right; returns the text of METADATA."""
    tops = {name.split("/")[0] for name in contents.sha256 if "/" in name}
    folder, *others = sorted(name for name in tops if name.endswith(".dist-info")) or [""]
    if not folder or others:
        raise refuse(f"{path.name} does not have one .dist-info folder.", "bad_metadata")
    inspection.check_record(path.name, folder, contents)
    return contents.texts.get(f"{folder}/METADATA", b"")


def hashes_of(source: Path, contents: Contents) -> dict[str, str]:
    """The files of a source tree; hashed where the sdist has them too, for nothing else counts."""
    hashes = {}
    for parent, _, names in os.walk(source):
        for name in names:
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                relative = path.relative_to(source).as_posix()
                needed = relative in contents.sha256
                hashes[relative] = hashlib.sha256(path.read_bytes()).hexdigest() if needed else ""
    return hashes


async def check_description(workshop: Workshop, files: Mapping[Path, ArtifactKind]) -> None:
    """`twine check --strict`, in the sandbox because it renders foreign text."""
    mount = workshop.mount(next(iter(files)).parent, "/dist")
    python = Path(sys.executable)
    command = Command(
        argv=(
            *(str(python), "-m", "twine", "--no-color", "check", "--strict"),
            *(f"{mount.inside}/{path.name}" for path in files),
        ),
        folder="/",
        mounts=(*mounts_of(own_interpreter()), Mount(Path(sys.prefix), sys.prefix), mount),
        environment={"COLUMNS": "1000", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1"},
    )
    outcome = await workshop.runner.run(command, Limits(seconds=60))
    if not outcome.succeeded:
        raise refuse(f"twine check --strict says: {complaint(outcome.tail)}", "bad_description")


def complaint(tail: str) -> str:
    """What twine says of the files in one line; what it says of several, once."""
    wrong = [
        " ".join(line.split()) for line in tail.splitlines() if not line.startswith("Checking")
    ]
    return " ".join(dict.fromkeys(filter(None, wrong)))[:400] or last_line(tail)
