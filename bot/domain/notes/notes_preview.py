"""Notes preview: how long the posts of a release would be with other notes, channel by channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import announcement, channels
from bot.domain.conversation.messages import Facts
from bot.domain.notes import notes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPreview:
    """How much of a channel's budget of characters a text needs."""

    channel: str
    used: int
    budget: int

    @property
    def is_cut(self) -> bool:
        """Whether the channel gets a shorter text with a link to the rest."""
        return self.used > self.budget

    def told(self) -> str:
        """How full it is, for people."""
        cut = ", so it is cut and links to the rest" if self.is_cut else ""
        return f"{self.used:,} of {self.budget:,} characters{cut}"


def previews(status: Mapping[str, Any], text: str) -> tuple[ChannelPreview, ...]:
    """The channels of a planned release, given its status, if its notes were this text.

    `status` has the plan's `notes`, `announcement` and `announce`, the channels that get it.
    """
    post = announcement.with_notes(status["announcement"], status["notes"], text.strip())
    return (
        ChannelPreview(channel="GitHub release", used=len(text.strip()), budget=notes.GITHUB_LIMIT),
        *(
            ChannelPreview(channel=channel, used=len(post), budget=channels.read(channel).room)
            for channel in status.get("announce", ())
        ),
    )


def room(status: Mapping[str, Any], text: str) -> Facts:
    """The same as people read it beside the text that they are writing."""
    found = previews(status, text)
    rows = tuple((channels.in_words(preview.channel), preview.told()) for preview in found)
    return Facts(title="Room in each channel", rows=rows)
