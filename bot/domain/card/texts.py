"""The texts on a card: the notes and the announcement, folded, and nothing in them alive."""

from collections.abc import Iterator
from typing import Any

from bot.domain import foreign_text
from bot.domain.conversation.messages import Block, Prose
from bot.domain.notes import notes

Json = dict[str, Any]

LONGEST = 10_000  # characters: a card is made at every change, and `notes` has the whole text

_TITLES = {
    "notes": "Notes",
    "hosted_notes": "What follows them at GitHub",
    "announcement": "Announcement, as every channel gets it",
}


def blocks(status: Json) -> Iterator[Block]:
    """What people will read, where there is a plan already."""
    rest = f"… all of it: type notes {status.get('version')}"
    for key, title in _TITLES.items():
        if status.get(key):
            text = notes.fit(status[key], LONGEST, rest)
            yield Prose(title=title, markdown=foreign_text.harmless(text), folded=True)
