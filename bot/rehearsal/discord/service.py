"""What every part of the local Discord shares."""

import asyncio
import json
import secrets
import sqlite3
from dataclasses import dataclass, field

from aiohttp import web

from bot.rehearsal.discord.clock import Clock
from bot.rehearsal.discord.faults import Faults
from bot.rehearsal.discord.gateway.hub import Hub
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.record import Record
from bot.rehearsal.discord.tables import TABLES
from bot.rehearsal.storage import Storage

SECONDS_TO_ANSWER = 3.0
SECONDS_OF_A_TOKEN = 15 * 60.0


@dataclass(frozen=True, slots=True)
class App:
    """The one application of this Discord."""

    id: int
    token: str = field(repr=False)
    name: str = "releasebot"


@dataclass
class Service:
    """Storage, clock, connections, faults and record of one local Discord."""

    storage: Storage
    app: App
    clock: Clock
    hub: Hub
    faults: Faults
    record: Record
    seconds_to_answer: float = SECONDS_TO_ANSWER
    edits_of_old: int = 3  # in an hour and channel; Discord does not tell its number
    bucket: tuple[int, float] = (50, 1.0)  # requests of a route, in seconds
    base: str = ""
    instance: str = field(default_factory=lambda: secrets.token_hex(16))  # of this process
    answered: dict[int, asyncio.Event] = field(default_factory=dict)

    @property
    def db(self) -> sqlite3.Connection:
        """The open database."""
        return self.storage.db

    def count(self, name: str, target: object, seconds: float) -> int:
        """How often something was counted within these last seconds."""
        row = self.db.execute(
            "SELECT count(*) FROM discord_counts WHERE name = ? AND target = ? AND time > ?",
            (name, str(target), self.clock.now() - seconds),
        ).fetchone()
        return int(row[0])

    def add_count(self, name: str, target: object) -> None:
        """Count something once more."""
        self.db.execute(
            "INSERT INTO discord_counts VALUES (?, ?, ?)", (name, str(target), self.clock.now())
        )


SERVICE = web.AppKey("SERVICE", Service)


def make_service(storage: Storage) -> Service:
    """The local Discord of this storage; its app and token are made once and found again."""
    storage.db.executescript(TABLES)
    clock = Clock(last=_last_id(storage.db))
    record = Record(storage)
    row = storage.db.execute("SELECT * FROM discord_users ORDER BY id LIMIT 1").fetchone()
    if row is None:
        app = App(clock.snowflake(), f"{secrets.token_urlsafe(18)}.local.{secrets.token_hex(19)}")
        user = {"username": app.name, "bot": True, "token": app.token}
        storage.db.execute("INSERT INTO discord_users VALUES (?, ?)", (app.id, json.dumps(user)))
    else:
        app = App(row["id"], json.loads(row["content"])["token"])
    return Service(storage, app, clock, Hub(record), Faults(), record)


def loaded(row: sqlite3.Row) -> Json:
    """The JSON object of a row."""
    content: Json = json.loads(row["content"])
    return content


def _last_id(db: sqlite3.Connection) -> int:
    row = db.execute(
        "SELECT max(id) FROM (SELECT id FROM discord_users UNION SELECT id FROM discord_guilds"
        " UNION SELECT id FROM discord_roles UNION SELECT id FROM discord_channels"
        " UNION SELECT id FROM discord_messages UNION SELECT id FROM discord_commands"
        " UNION SELECT id FROM discord_interactions)"
    ).fetchone()
    return int(row[0] or 0)
