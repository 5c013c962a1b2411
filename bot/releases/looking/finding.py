"""Finding the release that a person means: by its version, by its id, or the only open one."""

import difflib
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import sqlalchemy as sa

from bot import errors
from bot.domain import foreign_text, phrases
from bot.domain.versions import version
from bot.releases.controls import holding
from bot.releases.storage.tables import releases

Json = dict[str, Any]
Rows = Sequence[sa.RowMapping]

NAMED = 5  # how many releases a refusal names
_ID = re.compile(r"[0-9a-f]{6,12}")  # the beginning of an id, long enough to be meant as one
_LINE = (
    releases.c.id.label("release"),
    *(releases.c[name] for name in ("project", "version", "bump", "requester")),
    holding.STATE,
    *(releases.c[name] for name in ("created", "finished")),
)


def find(connection: sa.Connection, project: str, which: str) -> str:
    """The id of the project's release that is meant; project "" means any of them.

    Raises `errors.BadInput` where there is none, or where several could be meant.
    """
    word = which.strip()
    found = _named(connection, project, word) if word else _current(connection, project)
    if found is None:
        _refuse_unknown(connection, project, word)
    return found


def recent(connection: sa.Connection, project: str, limit: int) -> tuple[Json, ...]:
    """The newest releases first, a line of each."""
    return tuple(dict(row) for row in _rows(connection, _newest(project).limit(limit)))


def _newest(project: str) -> sa.Select[Any]:
    newest = sa.select(*_LINE).order_by(releases.c.created.desc(), releases.c.id)
    return newest.where(releases.c.project == project) if project else newest


def _rows(connection: sa.Connection, wanted: sa.Select[Any]) -> Rows:
    return connection.execute(wanted).mappings().all()


def _current(connection: sa.Connection, project: str) -> str | None:
    """The only release that has not ended, else the newest."""
    newest = _newest(project)
    unfinished = _rows(connection, newest.where(releases.c.finished.is_(None)))
    if len(unfinished) > 1:
        _refuse_ambiguous("Several releases are open", unfinished)
    return _id_of(unfinished or _rows(connection, newest.limit(1)))


def _named(connection: sa.Connection, project: str, word: str) -> str | None:
    """The newest release of that version, else the one whose id begins so."""
    newest = _newest(project)
    if stated := version.read_version(word):
        of_version = newest.where(releases.c.version == str(stated)).limit(1)
        if found := _id_of(_rows(connection, of_version)):
            return found
    if not _ID.fullmatch(word.lower()):
        return None
    begins_so = _rows(connection, newest.where(releases.c.id.startswith(word.lower())))
    if len(begins_so) > 1:
        _refuse_ambiguous(f"Several releases begin with {word.lower()}", begins_so)
    return _id_of(begins_so)


def _id_of(rows: Rows) -> str | None:
    return str(rows[0]["release"]) if rows else None


def _refuse_ambiguous(what: str, rows: Rows) -> NoReturn:
    named = ", ".join(f"{row['version'] or row['bump']} ({row['release']})" for row in rows[:NAMED])
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    raise errors.BadInput(
        f"{what}: {named}{more}.", "Name one by its version or its id.", reason="which_release"
    )


def _refuse_unknown(connection: sa.Connection, project: str, word: str) -> NoReturn:
    of_project = f" of {project}" if project else ""
    rows = _rows(connection, _newest(project))
    if not rows:
        raise errors.BadInput(
            f"There is no release{of_project} yet.",
            "Type release and a kind: patch, minor, major, or a version.",
            reason="no_release",
        )
    known = list(dict.fromkeys(row["version"] or row["release"] for row in rows))
    near = difflib.get_close_matches(word, known, n=NAMED) or known[:NAMED]
    raise errors.BadInput(
        f"There is no release {foreign_text.printable(word)}{of_project}.",
        f"Did you mean {phrases.listed(near, 'or')}?",
        reason="no_release",
    )
