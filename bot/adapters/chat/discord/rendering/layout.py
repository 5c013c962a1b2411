"""Layout: texts and buttons as a message of components, within what Discord holds."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot.adapters.chat.discord.rendering import text
from bot.domain import foreign_text
from bot.domain.conversation.messages import Link, Tone

Item = discord.ui.Item[Any]
View = discord.ui.LayoutView

ROW = 5  # buttons in a row
MOST_BUTTONS = 12
LONGEST_LINK = 512  # characters of a button's address
WEB = ("https://", "http://")
COLORS: dict[Tone, discord.Color] = {
    "plain": discord.Color.light_grey(),
    "good": discord.Color.green(),
    "busy": discord.Color.blurple(),
    "waiting": discord.Color.gold(),
    "bad": discord.Color.red(),
}


def view(items: Iterable[Item]) -> View:
    """A message. The library keeps none of them: what is pressed is known by its id alone."""
    made = View(timeout=None)
    for item in items:
        made.add_item(item)
    made.stop()
    return made


def as_json(shown: View) -> list[dict[str, Any]]:
    """The message as it is sent."""
    return list(shown.to_components())  # type: ignore[no-untyped-call]  # of discord.py


def card(tone: Tone, parts: Iterable[Item]) -> Item:
    """Parts in a frame of the tone's colour."""
    return discord.ui.Container(*parts, accent_color=COLORS[tone])


def display(said: str) -> Item:
    """A text."""
    return discord.ui.TextDisplay(said or "…")


def line() -> Item:
    """A thin line."""
    return discord.ui.Separator()


def rows(buttons: Sequence[Item]) -> list[Item]:
    """Buttons, five in a row."""
    shown = buttons[:MOST_BUTTONS]
    return [
        discord.ui.ActionRow(*itertools.islice(shown, start, start + ROW))
        for start in range(0, len(shown), ROW)
    ]


def is_link(page: Link) -> bool:
    """Whether Discord takes this address as a button."""
    shown = foreign_text.visible(page.url)
    return page.url.startswith(WEB) and shown == page.url and len(shown) <= LONGEST_LINK


def link(page: Link) -> Item:
    """A button that opens a page."""
    return discord.ui.Button(label=label(text.without_ids(page.label)), url=page.url)


def label(said: str, *, asks: bool = False) -> str:
    """The words of a button; one that opens something says so."""
    return text.label(f"{said}…" if asks else said, 80)
