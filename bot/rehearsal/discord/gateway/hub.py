"""Sessions of the Gateway: each counts its events and keeps them for a RESUME."""

import enum
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.record import Record

MOST_EVENTS = 5_000
Send = Callable[[Json], None]


class Intent(enum.IntFlag):
    """Which events an app wants."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
_NEEDED = {
    "MESSAGE_": Intent.GUILD_MESSAGES,
    "GUILD_MEMBER_": Intent.GUILD_MEMBERS,
    "GUILD_": Intent.GUILDS,
    "CHANNEL_": Intent.GUILDS,
    "THREAD_": Intent.GUILDS,
}


@dataclass
class Session:
    """One login of the app; it outlives its connection until it is made invalid."""

    app: int
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=MOST_EVENTS))
    send: Send | None = None
    abort: Callable[[], None] | None = None

    def wants(self, event: str) -> bool:
        """Whether the session asked for this kind of event."""
        for beginning, intent in _NEEDED.items():
            if event.startswith(beginning):
                return bool(self.intents & intent)
        return True

    def dispatch(self, event: str, data: Json) -> Json:
        """Count an event, keep it, and send it where somebody listens."""
        self.sequence += 1
        payload: Json = {"op": 0, "t": event, "s": self.sequence, "d": data}
        self.events.append(payload)
        if self.send:
            self.send(payload)
        return payload

    def missed(self, sequence: int) -> list[Json]:
        """The events after this one."""
        return [event for event in self.events if event["s"] > sequence]


@dataclass
class Hub:
    """All sessions, and what the administrators of this Discord may do to them."""

    record: Record
    sessions: dict[str, Session] = field(default_factory=dict)
    granted: int = 0  # the privileged intents that the app was granted
    identified: int = 0
    resumed: int = 0
    invalid: int = 0  # how many of the next logins or resumes are refused as invalid sessions

    def dispatch(self, event: str, data: Json) -> None:
        """Tell every session that wants to know."""
        for session in self.sessions.values():
            if session.wants(event):
                shown = self._readable(session, event, data)
                self.record.note_sent(event, session.dispatch(event, shown))

    def _readable(self, session: Session, event: str, data: Json) -> Json:
        """Without the content that needs an intent; an app reads its own messages and clicks."""
        hidden = event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not (
            session.intents & Intent.MESSAGE_CONTENT
            or data["author"]["id"] == str(session.app)
            or any(user["id"] == str(session.app) for user in data["mentions"])
        )
        empty = {"content": "", "embeds": [], "attachments": [], "components": []}
        return {**data, **empty} if hidden else data

    def abort(self) -> int:
        """Cut every connection without a goodbye; returns how many there were."""
        cut = [session.abort for session in self.sessions.values() if session.abort]
        for abort in cut:
            abort()
        return len(cut)

    def ask_to_reconnect(self) -> None:
        """Tell every connection to come again, as Discord does before it moves a session."""
        self._send_all({"op": 7, "s": None, "t": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Make every session invalid; one that is not resumable is forgotten."""
        self._send_all({"op": 9, "d": resumable, "s": None, "t": None})
        if not resumable:
            self.sessions.clear()

    @property
    def connected(self) -> int:
        """How many sessions have a connection."""
        return sum(session.send is not None for session in self.sessions.values())

    def _send_all(self, payload: Json) -> None:
        for session in self.sessions.values():
            if session.send:
                self.record.note_sent("gateway", payload)
                session.send(payload)
