"""The home tab: what waits for this person, what runs, the newest releases, and what is next."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.chat.slack.rendering import blocks, elements
from bot.domain.conversation.messages import Block, Card, Conversation, Line

Json = dict[str, Any]

SHOWN = 10  # of the newest
MOST = 20  # that wait for somebody, or are under way
LOOKED_UP = (Line(text="The repositories are being looked at …"),)  # in place of what is next
ENDED = ("done", "cancelled", "failed")


def view(
    person: str, conversations: Sequence[Conversation], upcoming: Sequence[Block], command: str
) -> Json:
    """The tab of a person, "" for somebody whom the operator does not know.

    `upcoming` tells what is next by cadence; nothing is said of it where that is empty.
    """
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
        *_next_by_cadence(upcoming),
    ]
    return {"type": "home", "blocks": blocks.within_view(said)}


def _waits_for(shown: Conversation, person: str) -> bool:
    """Whether something newer than every answer asks this person."""
    pinged = {name for event in shown.thread for name in event.pings}
    is_open = shown.card.kind == "release" and shown.card.state not in ("done", "cancelled")
    return bool(person) and person in pinged and is_open


def _part(title: str, shown: Sequence[Conversation], nothing: str) -> Iterator[Json]:
    yield _header(title)
    if not shown:
        yield blocks.context(nothing)
        return
    yield elements.rich_text([elements.bullets(_line(each.card) for each in shown)])


def _next_by_cadence(upcoming: Sequence[Block]) -> Iterator[Json]:
    if upcoming:
        yield _header("Next by cadence")
        yield from blocks.block_kit(upcoming)


def _header(title: str) -> Json:
    return {"type": "header", "text": elements.plain(title, 150)}


def _line(card: Card) -> list[Json]:
    told = [*elements.sign(card.tone), *elements.literal(card.title, bold=True)]
    return [*told, *elements.literal(" · "), *elements.text(card.summary)]
