"""What this Discord noticed: everything it sent, and every rule that the app broke."""

import json
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.rehearsal.discord.problems import Complaint
from bot.rehearsal.storage import Storage

MOST_SENT = 20_000
_INVALID = (401, 403, 429)


@dataclass(frozen=True, slots=True)
class Sent:
    """A payload that went to the app: `what` is an event's name, or a route and a status."""

    what: str
    payload: object


@dataclass(frozen=True, slots=True)
class Received:
    """A request of the app: method, path below the version, JSON body and our status."""

    method: str
    path: str
    body: object
    status: int


@dataclass
class Record:
    """The record; broken rules outlive the process."""

    storage: Storage
    sent: deque[Sent] = field(default_factory=lambda: deque(maxlen=MOST_SENT))
    received: deque[Received] = field(default_factory=lambda: deque(maxlen=MOST_SENT))
    statuses: Counter[int] = field(default_factory=Counter)

    def note_sent(self, what: str, payload: object) -> None:
        """Keep a payload as it was when it was sent."""
        self.sent.append(Sent(what, json.loads(json.dumps(payload))))

    def note_received(self, received: Received) -> None:
        """Keep a request."""
        self.received.append(received)
        self.statuses[received.status] += 1

    @property
    def invalid_requests(self) -> int:
        """How many requests count towards Discord's ban for 10 000 of them in ten minutes."""
        return sum(self.statuses[status] for status in _INVALID)

    def violate(self, route: str, complaints: Iterable[Complaint | str]) -> None:
        """Remember that the app broke rules."""
        self.storage.db.executemany(
            "INSERT INTO discord_violations VALUES (?, ?)",
            [(route, str(complaint)) for complaint in complaints],
        )

    @property
    def violations(self) -> list[str]:
        """Every rule that the app broke, as a line for people."""
        rows = self.storage.db.execute("SELECT * FROM discord_violations ORDER BY rowid")
        return [f"{row['route']}: {row['complaint']}" for row in rows]

    def forgive(self) -> list[str]:
        """Forget the violations, and return them: for a test that breaks a rule on purpose."""
        forgiven = self.violations
        self.storage.db.execute("DELETE FROM discord_violations")
        return forgiven
