"""The card: a release's one live message, made anew from its status whenever something changes."""

from typing import Any

from bot.domain.card import approval, buttons, evidence, links, summary, tasks, texts, trouble
from bot.domain.conversation.messages import Card
from bot.domain.records import standing

Json = dict[str, Any]


def make_card(status: Json) -> Card:
    """The card of a release that stands as this status says."""
    shown = standing.readable(status)
    return Card(
        release=shown["release"],
        project=shown["project"],
        title=standing.name(shown),
        state=shown["state"],
        tone=summary.tone(shown),
        summary=summary.line(shown),
        tasks=tasks.of(shown),
        expires=approval.expiry(shown),
        blocks=(
            *trouble.blocks(shown),
            *links.blocks(shown),
            *approval.blocks(shown),
            *evidence.blocks(shown),
            *texts.blocks(shown),
        ),
        buttons=buttons.of(shown),
    )


def make_unreadable_card(row: Json) -> Card:
    """The card of a release of which only its line in the list can be read."""
    shown = standing.readable(row)
    return Card(
        release=shown["release"],
        project=shown["project"],
        title=standing.name(shown),
        state=shown["state"],
        tone="bad",
        summary="What is stored of this release cannot be read. Look into the bot's log, and "
        "restore a backup if need be.",
    )
