"""What every part of the local Slack shares: its storage, its secrets, its switches, its log."""

import hashlib
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.slack.app_manifest import AppManifest
from bot.rehearsal.slack.faults import Faults
from bot.rehearsal.slack.limits import Limits
from bot.rehearsal.storage import Storage

TEAM = "T0LOCAL001"
TEAM_DOMAIN = "local"
APP = "A0RELEASE1"
BOT = "B0RELEASE1"
BOT_USER = "U0RELEASE1"
MOST_EXCHANGES = 50_000  # the oldest are forgotten first


def identifier(kind: str, *names: str) -> str:
    """An id as Slack makes them: a letter for the kind, then what is the same for these names."""
    digest = hashlib.sha256("\0".join(names or (secrets.token_hex(16),)).encode())
    return kind + digest.hexdigest()[:10].upper()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an app needs to speak with this Slack, and to believe it."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    verification_token: str = field(repr=False)


def new_secrets() -> Secrets:
    """Fresh ones that look like the real ones."""
    return Secrets(
        bot_token=f"xoxb-{secrets.token_hex(20)}",
        app_token=f"xapp-1-{APP}-{secrets.token_hex(20)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Slack's own patience, in seconds; a test that waits for its end makes it short."""

    acknowledgement: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that went over the wire: `kind` says by which door, `name` which method or type."""

    kind: str
    name: str
    content: Any


@dataclass(slots=True, kw_only=True)
class Desk:
    """The state of a running local Slack."""

    storage: Storage
    secrets: Secrets
    app: AppManifest
    timing: Timing = field(default_factory=Timing)
    faults: Faults = field(default_factory=Faults)
    limits: Limits = field(default_factory=Limits)
    exchanges: deque[Exchange] = field(default_factory=lambda: deque(maxlen=MOST_EXCHANGES))
    confirmations: list[dict[str, Any]] = field(default_factory=list)  # dialogs people confirmed
    view_errors: dict[str, dict[str, str]] = field(default_factory=dict)  # shown in open dialogs
    clock: Callable[[], float] = time.time
    keep: Callable[[Exchange], None] | None = None  # where exchanges are written down besides
    url: str = ""
    instance: str = field(default_factory=lambda: secrets.token_hex(16))

    def note(self, kind: str, name: str, content: Any) -> None:  # noqa: ANN401  # any JSON
        """Write down what went over the wire, for those who check it against the contract."""
        exchange = Exchange(kind, name, content)
        self.exchanges.append(exchange)
        if self.keep is not None:
            self.keep(exchange)
