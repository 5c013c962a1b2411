"""Restoring: a backup is laid out in a new folder, whole, or nothing of it is."""

import secrets
import shutil
import sys
from pathlib import Path

from bot import errors
from bot.adapters.backup import manifest, reading
from bot.adapters.backup.manifest import Audit, Manifest
from bot.cli import endings
from bot.domain import phrases
from bot.releases.storage import copying
from bot.releases.storage.copying import Contents

NEXT = """\
Next:
  1. Make sure that the bot of this backup has ended: two would publish the same release.
  2. Set data_dir = "data" under [bot] in {settings}.
  3. Put the secrets where that file says; none was in the backup.
  4. releasebot serve --config {settings}
"""


def run(archive: Path, into: Path, *, as_json: bool) -> int:
    """Lay the backup out and say what is to be done next; returns the exit code."""
    with endings.with_errors(as_json=as_json):
        told, contents = restore(archive, into)
    settings = into / manifest.SETTINGS
    if as_json:
        endings.print_json(
            {
                "schema": 1,
                "folder": str(into),
                "settings": str(settings),
                "created": told.created,
                "releases": len(contents.releases),
                "lacking": list(told.lacking),
                "audit": told.audit.model_dump(),
                "error": None,
            }
        )
    else:
        sys.stdout.write(_words(into, told, contents) + NEXT.format(settings=settings))
    return endings.FAILED if told.audit.first_altered else 0


def restore(archive: Path, into: Path) -> tuple[Manifest, Contents]:
    """Lay the backup out beside the folder, verify it, and only then put it there."""
    if into.exists() and not (into.is_dir() and not any(into.iterdir())):
        raise errors.Refused(
            f"{into} is not empty.", "Name a new folder.", reason="folder_not_empty"
        )
    with reading.opened(archive) as tar:
        partial = into.absolute().with_name(f".{into.name}.{secrets.token_hex(8)}.partial")
        partial.mkdir(mode=0o700)
        try:
            told = reading.unpack(tar, partial)
            contents = _contents(partial / manifest.DATABASE, told)
            partial.rename(into)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return told, contents


def _contents(database: Path, told: Manifest) -> Contents:
    """What the database holds, if it is the one of which the manifest tells."""
    if not copying.is_known(told.schema_version):
        raise reading.NotABackup(f"it was written by releasebot {told.releasebot}, which is newer")
    try:
        contents = copying.contents(database)
    except errors.BadConfiguration as error:
        raise reading.NotABackup("its database is damaged") from error
    found = Audit(
        number=contents.head_number,
        hash=contents.head_hash,
        first_altered=contents.first_altered,
    )
    if found != told.audit or contents.schema != told.schema_version:
        raise reading.NotABackup("its database is not what its manifest says")
    return contents


def _words(into: Path, told: Manifest, contents: Contents) -> str:
    releases = phrases.counted(len(contents.releases), "release")
    is_open = sum(not each.ended for each in contents.releases)
    lines = [
        f"{into} holds {releases} ({is_open} open) as of {phrases.clock(told.created)}.",
        f"Audit: row {told.audit.number}, hash {told.audit.hash}.",
    ]
    if told.audit.first_altered:
        lines.append(f"Row {told.audit.first_altered} of the audit was altered before the backup.")
    if told.lacking:
        lines.append(f"It lacks {phrases.counted(len(told.lacking), 'artifact')}.")
    return "\n".join(lines) + "\n"
