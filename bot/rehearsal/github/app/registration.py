"""The App as it is registered: its number, permissions, events, keys and where its events go."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.rehearsal.github import people
from bot.rehearsal.storage import Storage, now

ID = 410_001
SLUG = "releasebot"
KEY_BITS = 2048
PERMISSIONS = {
    "actions": "write",
    "administration": "read",
    "checks": "write",
    "contents": "write",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "write",
    "statuses": "write",
    "workflows": "write",
}
EVENTS = (
    "check_run", "check_suite", "create", "delete", "issue_comment", "milestone", "pull_request",
    "push", "release", "repository", "status", "workflow_run",
)  # fmt: skip
COLUMNS = ("permissions", "events", "hook_url", "hook_secret", "token_seconds")
_CHANGE = (
    "UPDATE app SET permissions = coalesce(?, permissions), events = coalesce(?, events),"
    " hook_url = coalesce(?, hook_url), hook_secret = coalesce(?, hook_secret),"
    " token_seconds = coalesce(?, token_seconds)"
)
MASKED = "*" * 8  # what is shown of a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The App; an empty `hook_url` means that it is told nothing."""

    id: int
    slug: str
    permissions: Mapping[str, str]
    events: Sequence[str]
    hook_url: str
    hook_secret: str
    token_seconds: float
    created: str

    @property
    def login(self) -> str:
        """The account in whose name its installations act."""
        return f"{self.slug}[bot]"


def registered(storage: Storage) -> App | None:
    """The App of this world, None while nobody has registered one."""
    row = storage.db.execute("SELECT * FROM app").fetchone()
    if row is None:
        return None
    facts = dict(row)
    facts |= {name: json.loads(facts[name]) for name in ("permissions", "events")}
    return App(**facts)


def register(storage: Storage) -> App:
    """The App of this world, registered now if it was not."""
    storage.db.execute(
        "INSERT OR IGNORE INTO app (id, slug, permissions, events, created) VALUES (?, ?, ?, ?, ?)",
        (ID, SLUG, json.dumps(PERMISSIONS), json.dumps(EVENTS), now()),
    )
    app = registered(storage)
    assert app is not None  # noqa: S101 - it was made above
    return app


def change(storage: Storage, changes: Mapping[str, object]) -> None:
    """Change those of the App's `COLUMNS` that are named."""
    kept = [changes.get(column) for column in COLUMNS]
    values = [json.dumps(each) if isinstance(each, dict | list) else each for each in kept]
    storage.db.execute(_CHANGE, values)


def new_key(storage: Storage) -> str:
    """A private key for the App, as its owner would generate it; only the public half is kept."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    storage.db.execute("INSERT INTO app_keys VALUES (?)", (public.decode(),))
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()


def public_keys(storage: Storage) -> list[str]:
    """The public halves of all keys."""
    return [row["public_key"] for row in storage.db.execute("SELECT public_key FROM app_keys")]


def integration(base: str, app: App, owner: str = "acme") -> dict[str, object]:
    """GitHub's object of an App."""
    return {
        "id": app.id,
        "slug": app.slug,
        "client_id": f"Iv23li{app.id:014d}",
        "node_id": f"A_{app.id}",
        "name": app.slug,
        "owner": people.user(base, owner),
        "description": "",
        "external_url": base,
        "html_url": f"{base}/apps/{app.slug}",
        "created_at": app.created,
        "updated_at": app.created,
        "permissions": dict(app.permissions),
        "events": list(app.events),
    }
