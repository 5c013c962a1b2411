"""The outbox: each event that the App hears of becomes a delivery, to be sent soon and once."""

import json
import sqlite3
import uuid
from collections.abc import Mapping

from bot.rehearsal.github import asking, people, repositories, transcript
from bot.rehearsal.github.app import installations, registration
from bot.rehearsal.storage import Storage, now

LARGEST = 25 * 1024 * 1024  # what is larger is never sent
# Every App hears of these, whatever it asked for.
ALWAYS = {"ping", "installation", "installation_repositories", "installation_target"}
PENDING, SENDING = "", "sending"


def emit(
    hosted: asking.Hosted, event: str, parts: Mapping[str, object], action: str | None = None
) -> None:
    """Tell of something that happened in a repository, by whoever did it."""
    installation = installations.of_repository(hosted.storage, hosted.row)
    if installation is None or installation["suspended"]:
        return
    payload = _named(action) | dict(parts)
    payload |= {
        "repository": repositories.repository(hosted),
        "organization": people.organization(hosted.base, hosted.full_name.partition("/")[0]),
        "sender": people.user(hosted.base, hosted.by),
        "installation": {"id": installation["id"], "node_id": f"MDIz{installation['id']}"},
    }
    post(hosted.storage, event, payload, repository=hosted.id, installation=installation["id"])


def post(
    storage: Storage,
    event: str,
    payload: Mapping[str, object],
    *,
    repository: int | None = None,
    installation: int | None = None,
) -> None:
    """Put a payload into the outbox, if the App has an address and wants such events."""
    app = registration.registered(storage)
    if app is None or not app.hook_url or event not in ALWAYS | set(app.events):
        return
    body = json.dumps(payload, separators=(",", ":")).encode()
    if len(body) > LARGEST:
        return
    transcript.keep_event(storage.folder, event, payload)
    storage.db.execute(
        "INSERT INTO deliveries (guid, event, action, repository, installation, body, delivered)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (str(uuid.uuid4()), event, payload.get("action"), repository, installation, body, now()),
    )


def post_again(storage: Storage, delivery: sqlite3.Row) -> None:
    """Put a delivery into the outbox once more, under its own GUID."""
    names = ("guid", "event", "action", "repository", "installation", "body")
    storage.db.execute(
        "INSERT INTO deliveries (guid, event, action, repository, installation, body, delivered,"
        " is_redelivery) VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        (*(delivery[name] for name in names), now()),
    )


def _named(action: str | None) -> dict[str, object]:
    return {"action": action} if action else {}
