"""Channels that people read."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from bot.ports.effects import effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message that a channel holds. `key` is ours, deterministic, and found again.

    `digest` is that of the Markdown which the message was made from (`text_digest`), "" where the
    chat does not tell; `text` is what it shows.
    """

    id: str
    channel: str
    key: str
    text: str
    url: str
    time: str = ""  # RFC 3339, where the chat tells it
    digest: str = ""


def text_digest(text: str) -> str:
    """The "sha256:…" by which a message tells which text it was made from."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Chat(Protocol):
    """Channels that people read."""

    async def find(self, channel: str, key: str) -> Post | None:
        """Our message with this key; None where the channel's history has none."""
        ...

    @effect
    async def post(self, channel: str, key: str, text: str, rest: str = "") -> Post:
        """Post Markdown text as our own, marked with the key.

        Where it takes more room than a post has, it is cut and ends with `rest`.
        """
        ...

    @effect
    async def edit(self, post: Post, text: str, rest: str = "") -> Post:
        """Let a message of ours say something else, cut as `post` cuts; nobody is notified."""
        ...
