"""Backing up: the database, the operator's file, and the artifacts that may still be needed."""

import contextlib
import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot import errors, settings
from bot.adapters.backup import manifest, reading, writing
from bot.adapters.backup.manifest import Audit, Manifest, Member
from bot.cli import door, endings
from bot.domain import moments, phrases
from bot.domain.records import retention
from bot.releases.storage import copying, database
from bot.releases.storage.copying import Contents
from bot.settings import Settings

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes into a backup: the copied database's contents, and the files by member name."""

    contents: Contents
    files: Mapping[str, Path]
    members: Mapping[str, Member]
    lacking: tuple[str, ...]


def run(target: Path, config: Path | None, *, as_json: bool) -> int:
    """Write a backup to a file, or under a name of its own into a folder; returns the exit code."""
    with endings.with_errors(as_json=as_json):
        file = door.configuration(config)
        configured = settings.read_settings(file)
        now = moments.moment(dt.datetime.now(dt.UTC))
        archive = _archive(target, now)
        with _taken(configured, file, archive.parent) as taken:
            told = _manifest(taken, now)
            writing.write(archive, told, taken.files)
    if as_json:
        endings.print_json(_json(archive, told, taken))
    else:
        sys.stdout.write(_words(archive, told, taken))
    return endings.FAILED if told.lacking or told.audit.first_altered else 0


def _archive(target: Path, now: str) -> Path:
    if target.is_dir():
        return target / f"releasebot-{moments.whole_seconds(now).replace(':', '')}.tar.gz"
    if not target.parent.is_dir():
        raise errors.BadInput(
            f"There is no folder {target.parent}.", "Make it, or name another place."
        )
    return target


@contextlib.contextmanager
def _taken(configured: Settings, file: Path, beside: Path) -> Iterator[Taken]:
    """Copy what changes, and look up what does not; the copies are gone afterwards."""
    data = configured.bot.data_dir
    with tempfile.TemporaryDirectory(dir=beside, prefix=".releasebot-") as folder:
        copied, operators = Path(folder, database.FILE), Path(folder, manifest.SETTINGS)
        contents = copying.copy(data / database.FILE, copied)
        shutil.copyfile(file, operators)
        needed = retention.needed_artifacts(contents.releases, configured.retention.limits())
        files = writing.artifact_files(data / "artifacts", needed)
        members = writing.described(files)
        changed = {name for name in members if not _is_sound(name, members[name])}
        files = {name: path for name, path in files.items() if name not in changed}
        files = {manifest.SETTINGS: operators, manifest.DATABASE: copied, **files}
        there = {name.split("/")[2] for name in files if reading.is_artifact(name)}
        yield Taken(contents, files, writing.described(files), tuple(sorted(needed - there)))


def _is_sound(name: str, member: Member) -> bool:
    return not reading.is_artifact(name) or name.split("/")[2] == member.sha256


def _manifest(taken: Taken, now: str) -> Manifest:
    contents = taken.contents
    return Manifest(
        releasebot=bot.__version__,
        schema_version=contents.schema,
        created=now,
        audit=Audit(
            number=contents.head_number,
            hash=contents.head_hash,
            first_altered=contents.first_altered,
        ),
        members=dict(taken.members),
        lacking=taken.lacking,
    )


def _json(archive: Path, told: Manifest, taken: Taken) -> Json:
    return {
        "schema": 1,
        "file": str(archive),
        "size": archive.stat().st_size,
        "releases": len(taken.contents.releases),
        "open": sum(not each.ended for each in taken.contents.releases),
        "artifacts": sum(map(reading.is_artifact, told.members)),
        "lacking": list(told.lacking),
        "audit": told.audit.model_dump(),
        "error": None,
    }


def _words(archive: Path, told: Manifest, taken: Taken) -> str:
    releases = phrases.counted(len(taken.contents.releases), "release")
    artifacts = phrases.counted(sum(map(reading.is_artifact, told.members)), "artifact")
    lines = [
        f"{archive} holds {releases} and {artifacts}, {phrases.size(archive.stat().st_size)}.",
        f"Audit: row {told.audit.number}, hash {told.audit.hash}.",
    ]
    if told.audit.first_altered:
        lines.append(f"Row {told.audit.first_altered} of the audit is not what was written.")
    if told.lacking:
        lacking = phrases.counted(len(told.lacking), "artifact")
        lines.append(f"Lacking: {lacking} that a release needs: {', '.join(told.lacking)}.")
    lines.append("Secrets are not in it; keep a copy of them elsewhere.")
    return "\n".join(lines) + "\n"
