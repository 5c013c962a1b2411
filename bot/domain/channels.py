"""Channels: where a release is announced, as "slack:C02ABCDEF" or "discord:555".

A name without a platform is a channel of the local world's chat log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.notes import notes

CHAT_LOG = "chat_log"
CHAT = "chat"  # the target of the ledger's rows whose keys are channels
ROOM: Mapping[str, int] = {  # characters of Markdown that a post of the platform has room for
    CHAT_LOG: notes.LIMIT,
    "slack": 10_000,  # a message of blocks is refused near 13,200
    "discord": 3_800,  # a message of components holds 4,000
}

_NAMES: Mapping[str, str] = {"slack": "Slack", "discord": "Discord"}  # as people call them


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel by its id at its platform; the text form is what plans and ledgers hold."""

    platform: str
    id: str

    def __str__(self) -> str:
        """The form that `read` takes."""
        return self.id if self.platform == CHAT_LOG else f"{self.platform}:{self.id}"

    @property
    def room(self) -> int:
        """How many characters of Markdown a post there may have."""
        return ROOM[self.platform]


def read(text: str) -> Channel:
    """The channel that a text means."""
    platform, separator, name = text.partition(":")
    if separator and platform in ROOM:
        return Channel(platform=platform, id=name)
    return Channel(platform=CHAT_LOG, id=text)


def in_words(text: str) -> str:
    """The same channel as people read it: "Slack C02ABCDEF"; a bare name stays."""
    channel = read(text)
    name = _NAMES.get(channel.platform)
    return f"{name} {channel.id}" if name else channel.id


def all_in_words(named: Iterable[str]) -> tuple[str, ...]:
    """Several channels as people read them."""
    return tuple(in_words(text) for text in named)


def key_in_words(target: str, key: str) -> str:
    """The key of a row of the ledger as people read it: a channel in words, all else as it is."""
    return in_words(key) if target == CHAT else key


def texts(named: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """The configured channels, by platform, as texts; those that are unset are left out."""
    return tuple(str(Channel(platform=platform, id=name)) for platform, name in named if name)
