"""Installations of the App: one for each account that owns a repository here, until removed."""

import json
import sqlite3
from collections.abc import Mapping

from bot.rehearsal.github import people
from bot.rehearsal.github.app import registration
from bot.rehearsal.storage import Storage, now


def of_owner(storage: Storage, owner: str) -> sqlite3.Row | None:
    """The installation on this account; None without an App, and where it was removed."""
    if registration.registered(storage) is None:
        return None
    wanted = "SELECT * FROM installations WHERE owner = ?"
    row = storage.db.execute(wanted, (owner,)).fetchone()
    if row is None:
        storage.db.execute(
            "INSERT OR IGNORE INTO installations (owner, created) VALUES (?, ?)", (owner, now())
        )
        row = storage.db.execute(wanted, (owner,)).fetchone()
    assert isinstance(row, sqlite3.Row)  # noqa: S101 - it was made above
    return None if row["is_removed"] else row


def of_repository(storage: Storage, repository: sqlite3.Row) -> sqlite3.Row | None:
    """The installation that sees this repository."""
    hidden = storage.db.execute(
        "SELECT 1 FROM hidden_repositories WHERE repository = ?", (repository["id"],)
    ).fetchone()
    owner = str(repository["full_name"]).partition("/")[0]
    return None if hidden else of_owner(storage, owner)


def find(storage: Storage, number: int) -> sqlite3.Row | None:
    """The installation of this number, unless it was removed."""
    rows = storage.db.execute(
        "SELECT * FROM installations WHERE id = ? AND NOT is_removed", (number,)
    ).fetchall()
    return rows[0] if rows else None


def every(storage: Storage) -> list[sqlite3.Row]:
    """All installations."""
    names = storage.db.execute("SELECT full_name FROM repositories ORDER BY id").fetchall()
    owners = dict.fromkeys(str(row["full_name"]).partition("/")[0] for row in names)
    found = [of_owner(storage, owner) for owner in owners]
    return [row for row in found if row is not None]


def repositories(storage: Storage, installation: sqlite3.Row) -> list[sqlite3.Row]:
    """The repositories that an installation sees."""
    return storage.db.execute(
        "SELECT * FROM repositories WHERE full_name LIKE ? || '/%'"
        " AND id NOT IN (SELECT repository FROM hidden_repositories) ORDER BY id",
        (installation["owner"],),
    ).fetchall()


def permissions(app: registration.App, installation: sqlite3.Row) -> Mapping[str, str]:
    """What its owner has granted: all that the App asks for, or what was accepted before."""
    granted = installation["permissions"]
    return json.loads(granted) if granted else app.permissions


def hides_some(storage: Storage, installation: sqlite3.Row) -> bool:
    """Whether only some of the account's repositories were chosen."""
    row = storage.db.execute(
        "SELECT 1 FROM hidden_repositories JOIN repositories ON id = repository"
        " WHERE full_name LIKE ? || '/%'",
        (installation["owner"],),
    ).fetchone()
    return row is not None


def installation_object(storage: Storage, base: str, row: sqlite3.Row) -> dict[str, object]:
    """GitHub's object of an installation."""
    app = registration.register(storage)
    account = people.user(base, row["owner"]) | {"type": "Organization"}
    suspended = row["suspended"] or None
    return {
        "id": row["id"],
        "client_id": f"Iv23li{app.id:014d}",
        "account": account,
        "repository_selection": "selected" if hides_some(storage, row) else "all",
        "access_tokens_url": f"{base}/app/installations/{row['id']}/access_tokens",
        "repositories_url": f"{base}/installation/repositories",
        "html_url": f"{base}/organizations/{row['owner']}/settings/installations/{row['id']}",
        "app_id": app.id,
        "app_slug": app.slug,
        "target_id": account["id"],
        "target_type": "Organization",
        "permissions": dict(permissions(app, row)),
        "events": list(app.events),
        "created_at": row["created"],
        "updated_at": row["created"],
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": people.user(base, row["owner"]) if suspended else None,
        "suspended_at": suspended,
    }


def grant(storage: Storage, owner: str, granted: Mapping[str, str]) -> None:
    """From now on the App may do on this account what was granted, whatever it asks for."""
    storage.db.execute(
        "UPDATE installations SET permissions = ? WHERE owner = ?", (json.dumps(granted), owner)
    )
