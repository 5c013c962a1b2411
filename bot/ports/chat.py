"""Channels that people read."""

from dataclasses import dataclass
from typing import Protocol

from bot.ports.effects import effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message that a channel holds. `key` is ours, deterministic, and found again."""

    id: str
    channel: str
    key: str
    text: str
    url: str
    time: str = ""  # RFC 3339, where the chat tells it


class Chat(Protocol):
    """Channels that people read."""

    async def find(self, channel: str, key: str) -> Post | None:
        """Our message with this key; None where the channel's history has none."""
        ...

    @effect
    async def post(self, channel: str, key: str, text: str) -> Post:
        """Post Markdown text as our own, marked with the key."""
        ...
