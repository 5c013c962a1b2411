"""Posts: an announcement as Slack shows it, and a dialog with what every channel gets."""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements, markdown
from bot.domain import channels
from bot.domain.notes import notes

Json = dict[str, Any]

PART = 2_800  # characters of the text in one block
SLACK = "slack"
LARGEST = 180_000  # bytes of JSON of all posts; a dialog may have 250,000


def blocks_of(text: str) -> list[Json]:
    """The Markdown in as many blocks as it needs."""
    told: list[Json] = []
    room = 0
    for part in markdown.convert(text):
        size = elements.characters(part)
        if not told or room + size > PART:
            told.append(elements.rich_text([]))
            room = 0
        told[-1]["elements"].append(part)
        room += size
    return told


def preview(posts: Sequence[Mapping[str, Any]], which: str) -> Json:
    """A modal with every post: in Slack's channels as they will look, elsewhere as plain text.

    `posts` are those of a reply's data, `which` names the release for whoever wants the whole.
    """
    many = max(1, len(posts))
    share, size = blocks.ROOM_OF_VIEW // many - 500, LARGEST // many
    shown = [block for post in posts for block in _post(post, share, size, which)]
    return {
        "type": "modal",
        "callback_id": "releasebot:told",
        "title": elements.plain("What is posted", 24),
        "close": elements.plain("Back", 24),
        "blocks": blocks.within_view(shown),
    }


def _post(post: Mapping[str, Any], share: int, size: int, which: str) -> Iterator[Json]:
    """Where it goes, how much room there is, and the text; a list of thousands is text, too."""
    kind = elements.literal(f"{str(post['kind']).capitalize()}: ", bold=True)
    where = elements.named(channels.in_words(post["channel"]))
    yield elements.rich_text([elements.section([*kind, *where])])
    yield blocks.context(_budget(post))
    text = notes.fit(post["text"], share, f"… all of it: type notes {which}")
    shown = blocks_of(text) if channels.read(post["channel"]).platform == SLACK else []
    if shown and len(json.dumps(shown)) <= size:
        yield from shown
    else:
        read = html.unescape(text)  # entities stand for the signs that a reader sees there
        yield from (elements.rich_text([elements.preformatted(part)]) for part in _parts(read))
    yield {"type": "divider"}


def _budget(post: Mapping[str, Any]) -> str:
    used, budget = post["characters"], post["budget"]
    cut = ", so it is cut and links to the rest" if used > budget else ""
    return f"{used:,} of {budget:,} characters{cut}"


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that end where lines end, unless a line is longer than a piece."""
    piece = ""
    for line in text.split("\n"):
        for start in range(0, max(1, len(line)), PART):
            part = line[start : start + PART]
            if piece and len(piece) + 1 + len(part) > PART:
                yield piece
                piece = part
            else:
                piece = f"{piece}\n{part}" if piece else part
    yield piece
