"""The desk for events: the releases they may concern, and the truth that they are held against."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.ports import (
    Bindings,
    Chat,
    Comments,
    LiveMessages,
    Notice,
    Notices,
    Origin,
    Reception,
    Releases,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A project whose repository is listened to."""

    project: str
    repository: str  # as it is configured
    origin: Origin
    comments: Comments
    channels: tuple[tuple[Chat, str], ...] = ()  # where its people read notices
    apps: frozenset[int] = frozenset()  # those whose checks are required; empty: all count
    tags: Literal["ignore", "tell", "release"] = "ignore"  # what follows those pushed by hand
    releases: Literal["adopt", "tell", "ignore"] = "adopt"  # what follows those published by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDesk:
    """What the handlers of events work with."""

    releases: Releases
    reception: Reception
    notices: Notices
    bindings: Bindings
    watched: tuple[Watched, ...]
    roles: Callable[[], Mapping[str, frozenset[str]]] = dict  # who may do what
    people: Mapping[str, str] = field(default_factory=dict)  # by their account's number
    live: LiveMessages | None = None  # where answers that follow a release are remembered
    own_login: Callable[[], Awaitable[str]] | None = None  # as whom the bot is shown
    is_app: bool = True  # else the bot has a token, and with it the account of a user

    async def tell(self, watched: Watched, key: str, text: str) -> None:
        """Let the project's people know, once for each key."""
        await self.notices.add(
            Notice(key=f"{watched.project}: {key}", project=watched.project, text=text)
        )
