"""The home tab: what waits for this person, what runs, and the newest releases."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain.conversation.messages import Card, Conversation

Json = dict[str, Any]

SHOWN = 10  # of the newest
MOST = 20  # that wait for somebody, or are under way
ENDED = ("done", "cancelled", "failed")


def view(person: str, conversations: Sequence[Conversation], command: str) -> Json:
    """The tab of a person, "" for somebody whom the operator does not know."""
    newest = list(reversed(conversations))
    mine = [each for each in newest if _waits_for(each, person)]
    running = [each for each in newest if each not in mine and each.card.state not in ENDED]
    said = [
        *_part("Waits for you", mine[:MOST], "Nothing waits for you."),
        *_part(
            "Under way",
            running[:MOST],
            f"Nothing is under way. Type {command} in a project's channel.",
        ),
        *_part("The newest releases", newest[:SHOWN], "There is no release yet."),
    ]
    return {"type": "home", "blocks": blocks.within_view(said)}


def _waits_for(shown: Conversation, person: str) -> bool:
    """Whether something newer than every answer asks this person."""
    pinged = {name for event in shown.thread for name in event.pings}
    is_open = shown.card.kind == "release" and shown.card.state not in ("done", "cancelled")
    return bool(person) and person in pinged and is_open


def _part(title: str, shown: Sequence[Conversation], nothing: str) -> Iterator[Json]:
    yield {"type": "header", "text": elements.plain(title, 150)}
    if not shown:
        yield blocks.context(nothing)
        return
    yield elements.rich_text([elements.bullets(_line(each.card) for each in shown)])


def _line(card: Card) -> list[Json]:
    told = [*elements.sign(card.tone), *elements.literal(card.title, bold=True)]
    return [*told, *elements.literal(" · "), *elements.text(card.summary)]
