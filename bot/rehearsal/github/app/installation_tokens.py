"""Tokens of installations: made for some permissions and repositories, gone after an hour."""

import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Mapping, Sequence

from bot.rehearsal.github.app import installations, registration
from bot.rehearsal.github.callers import LEVELS, Caller
from bot.rehearsal.github.problems import Problem
from bot.rehearsal.storage import Storage

PREFIX = "ghs_"
LENGTH = 180  # those of today are no longer 40 characters long


def make(
    storage: Storage,
    installation: sqlite3.Row,
    wanted: Mapping[str, str] | None,
    repositories: Sequence[int] | None,
) -> tuple[str, Mapping[str, str], float]:
    """A fresh token, its permissions and the moment of its end; only its hash is kept.

    Without wishes, or with an empty list of them, it has all that was granted.
    """
    app = registration.register(storage)
    granted = installations.permissions(app, installation)
    asked = dict(wanted) | {"metadata": "read"} if wanted else dict(granted)
    for name, level in asked.items():
        if level not in LEVELS or LEVELS.index(level) > LEVELS.index(granted.get(name, "")):
            raise Problem(422, "The permissions requested are not granted to this installation.")
    token = f"{PREFIX}{app.id}_{secrets.token_urlsafe(LENGTH)[:LENGTH]}"
    expires = time.time() + app.token_seconds
    storage.db.execute(
        "INSERT INTO installation_tokens VALUES (?, ?, ?, ?, ?)",
        (
            *(_hash(token), installation["id"], json.dumps(asked)),
            *("" if repositories is None else json.dumps(repositories), expires),
        ),
    )
    return token, asked, expires


def caller(storage: Storage, token: str) -> Caller:
    """Whom the token stands for; one that is unknown or over is refused."""
    row = storage.db.execute(
        "SELECT * FROM installation_tokens WHERE sha256 = ?", (_hash(token),)
    ).fetchone()
    installation = installations.find(storage, row["installation"]) if row else None
    if row is None or installation is None or row["expires"] <= time.time():
        raise Problem(401, "Bad credentials")
    if installation["suspended"]:
        raise Problem(403, "This installation has been suspended")
    app = registration.register(storage)
    seen = {each["id"] for each in installations.repositories(storage, installation)}
    chosen = set(json.loads(row["repositories"])) if row["repositories"] else seen
    granted = installations.permissions(app, installation)
    return Caller(
        kind="installation",
        login=app.login,
        installation=installation["id"],
        permissions={
            name: min(level, granted.get(name, ""), key=LEVELS.index)
            for name, level in json.loads(row["permissions"]).items()
        },
        repositories=frozenset(seen & chosen),
    )


def expire(storage: Storage) -> None:
    """End all tokens at once."""
    storage.db.execute("UPDATE installation_tokens SET expires = 0")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
