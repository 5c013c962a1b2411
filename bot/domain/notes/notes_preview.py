"""Notes preview: how long the posts of a release would be with other notes, channel by channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import announcement, channels
from bot.domain.conversation.messages import Facts
from bot.domain.notes import notes

Json = dict[str, Any]

GITHUB = "GitHub release"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPreview:
    """How much of a channel's budget of characters a text needs, and the text as it is before."""

    channel: str
    used: int
    budget: int
    text: str = ""

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

    `status` has the plan's `notes`, `announcement` and `announce`, the channels that get it. The
    GitHub release comes first, unless it was published by hand and stays as it is.
    """
    post = announcement.with_notes(status["announcement"], status["notes"], text.strip())
    is_written = not status.get("adopted")
    return (
        *((_preview(GITHUB, text.strip(), notes.GITHUB_LIMIT),) if is_written else ()),
        *(
            _preview(channel, post, channels.read(channel).room)
            for channel in status.get("announce", ())
        ),
    )


def posts(status: Mapping[str, Any], text: str) -> tuple[Json, ...]:
    """What each channel would get if the notes were this text, the announcements first.

    The keys are those of the posts of a plan; a text that is too long is cut as it will be.
    """
    found, rest = previews(status, text), status.get("rest", "…")
    return (
        *(_post(each, "announcement", rest) for each in found if each.channel != GITHUB),
        *(
            _post(_with_hosted(each, status), "release notes", rest)
            for each in found
            if each.channel == GITHUB
        ),
    )


def _with_hosted(hosted: ChannelPreview, status: Mapping[str, Any]) -> ChannelPreview:
    """The release at GitHub with what GitHub itself adds to its notes."""
    whole = "\n\n".join(part for part in (hosted.text, status.get("hosted_notes", "")) if part)
    return _preview(GITHUB, whole, hosted.budget)


def _preview(channel: str, text: str, budget: int) -> ChannelPreview:
    return ChannelPreview(channel=channel, used=len(text), budget=budget, text=text)


def _post(preview: ChannelPreview, kind: str, rest: str) -> Json:
    return {
        "channel": preview.channel,
        "kind": kind,
        "characters": preview.used,
        "budget": preview.budget,
        "text": notes.fit(preview.text, preview.budget, rest),
    }


def room(status: Mapping[str, Any], text: str) -> Facts:
    """The same as people read it beside the text that they are writing."""
    found = previews(status, text)
    rows = tuple((channels.in_words(preview.channel), preview.told()) for preview in found)
    return Facts(title="Room in each channel", rows=rows)
