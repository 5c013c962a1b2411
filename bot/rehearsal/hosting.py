"""Putting a repository into the world: its bare folder, its row, its merged pull requests."""

import json
import re
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import errors
from bot.rehearsal.storage import Storage, now

_FULL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPull:
    """A pull request that was merged before the world began; `commits` are those it brought."""

    number: int
    title: str
    author: str
    labels: tuple[str, ...]
    base: str
    head: str
    base_sha: str
    merge_commit: str
    merged: str
    commits: tuple[str, ...]
    body: str = ""


def check_name(full_name: str) -> None:
    """Refuse what GitHub would not take as `owner/name`."""
    if not _FULL_NAME.fullmatch(full_name) or full_name.endswith(".git"):
        raise errors.BadInput(
            f"{full_name[:80]!r} is no name of a repository.",
            "Write owner/name, of letters, digits, dots and dashes.",
        )


def is_hosted(storage: Storage, full_name: str) -> bool:
    """Whether the world has a repository of this name."""
    row = storage.db.execute("SELECT 1 FROM repositories WHERE full_name = ?", (full_name,))
    return row.fetchone() is not None


def host(
    storage: Storage,
    prepared: Path,
    full_name: str,
    *,
    default_branch: str,
    pulls: Sequence[MergedPull],
    check: str = "",
) -> None:
    """Move a prepared bare repository to its place and list it; `check` is CI's usual success."""
    if is_hosted(storage, full_name):
        raise errors.Conflict(
            f"This world already has a repository {full_name}.",
            "Use that one, or start a world in another folder.",
        )
    place = storage.repository_folder(full_name)
    shutil.rmtree(place, ignore_errors=True)  # left by a death between the move and the row
    place.parent.mkdir(mode=0o700, exist_ok=True)
    prepared.rename(place)
    with storage.transaction() as db:
        repository = db.execute(
            "INSERT INTO repositories (full_name, default_branch, default_check, created)"
            " VALUES (?, ?, ?, ?)",
            (full_name, default_branch, check, now()),
        ).lastrowid
        for pull in pulls:
            _add_pull(db, repository, pull)


def _add_pull(db: sqlite3.Connection, repository: int | None, pull: MergedPull) -> None:
    db.execute(
        "INSERT OR IGNORE INTO pulls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(repository, pull.number, pull.title, pull.body, pull.author),
            *(json.dumps(pull.labels), pull.base, pull.head, pull.base_sha),
            *(pull.commits[-1], pull.merge_commit, pull.merged, pull.merged, pull.merged),
        ),
    )
    rows = [(repository, sha, pull.number) for sha in {*pull.commits, pull.merge_commit}]
    db.executemany("INSERT OR IGNORE INTO pull_commits VALUES (?, ?, ?)", rows)
