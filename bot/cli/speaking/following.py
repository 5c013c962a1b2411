"""Following a release in a terminal, from now until it ends or waits for people."""

from typing import Any

from rich.console import Console

from bot import errors
from bot.adapters.control.client import ControlClient
from bot.cli import endings
from bot.cli.speaking import replies
from bot.cli.story import Story
from bot.domain import card
from bot.domain.answers import standings
from bot.domain.conversation.messages import Action, Line, Prose

Json = dict[str, Any]

TYPED: dict[Action, str] = {
    "approve": "approve",
    "reject": "reject REASON",
    "resume": "resume",
    "retry": "retry",
    "release_without": "without",
    "replan_with": "replan",
}


async def follow(bot: ControlClient, release: str, console: Console) -> Json:
    """Tell the story; the last status is that of a release at rest."""
    with Story(console) as story:
        async for status in bot.follow(release):
            story.update(status)
            if endings.is_at_rest(status):
                return status
    raise errors.Unknown(
        "The bot ended while the release was on its way.",
        "Nothing is lost: start the bot again, and it goes on.",
    )


def show_rest(console: Console, status: Json) -> None:
    """How the release stands, and what was seen of it."""
    if status["state"] in endings.ENDED:
        _, *told = standings.status_blocks(status)
        replies.show_blocks(console, [each for each in told if not isinstance(each, Prose)])
    replies.show_blocks(console, [standings.headline(status)])


def show_words(console: Console, status: Json) -> None:
    """What those for whom it waits can type."""
    if words := typed(status):
        replies.show_blocks(console, [Line(text=words)])


def standing(status: Json) -> str:
    """How a release at rest stands, in a line; "" for one that is on its way."""
    return standings.headline(status).text if endings.is_at_rest(status) else ""


def typed(status: Json) -> str:
    """What people can type now, as the card has buttons for it."""
    shown = card.make_card(status).buttons
    words = [TYPED[button.action] for button in shown if button.action in TYPED]
    return f"Read it: releasebot status. Then: releasebot {', or '.join(words)}" if words else ""
