"""A card as people look at it: its paragraphs, its buttons, the rows under a title."""

from bot.domain.conversation.messages import Card, Facts, Line, Table


def lines(shown: Card) -> list[str]:
    """The paragraphs of a card."""
    return [block.text for block in shown.blocks if isinstance(block, Line)]


def buttons(shown: Card) -> list[str]:
    """What can be pressed."""
    return [button.label for button in shown.buttons]


def table(shown: Card, title: str) -> tuple[tuple[str, ...], ...]:
    """The rows under a title."""
    found = [b.rows for b in shown.blocks if isinstance(b, Table | Facts) and b.title == title]
    return found[0] if found else ()
