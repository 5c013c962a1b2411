"""The card of a release that waits for votes, and what its buttons asked for."""

from typing import Any

from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.domain.conversation.messages import Button
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Json, Office
from tests.fakes.fake_reception import FakeReception

ASKED = sample_statuses.conversation("asked")


def of_card(action: str) -> Button:
    """The button of the card."""
    return next(b for b in ASKED.card.buttons if b.action == action)


def pressed(reception: FakeReception) -> list[tuple[Any, ...]]:
    """What buttons and dialogs asked for."""
    return [asked for asked in reception.asked if len(asked) == 6]


async def shown(office: Office, platform: DiscordPlatform) -> Json:
    """The card of a release that waits for votes."""
    await platform.surface.show(ASKED)
    return await office.card("Waits for")
