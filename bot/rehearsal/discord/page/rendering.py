"""How the local Discord looks: its templates, and what they need to know of it."""

import datetime as dt

from markupsafe import Markup

from bot.rehearsal.discord.numbers import Component, Flag
from bot.rehearsal.discord.page.markup import Writer
from bot.rehearsal.discord.service import Service
from bot.rehearsal.page.rendering import Renderer

BUTTONS = {1: "primary", 2: "plain", 3: "success", 4: "danger"}


def renderer(service: Service) -> Renderer:
    """The templates, for one Discord."""

    def markdown(text: str, guild: int) -> Markup:
        return Writer(service, guild).markdown(text)

    def web_link(target: str, label: str, guild: int) -> Markup:
        return Writer(service, guild).link(target, label)

    return Renderer(
        "Discord",
        "discord",
        {
            "markdown": markdown,
            "web_link": web_link,
            "time": lambda moment: dt.datetime.fromisoformat(moment).strftime("%H:%M:%S"),
            "button": lambda style: BUTTONS.get(style, "plain"),
            "is_a": lambda each, kind: each.get("type") == Component[kind],
            "has": lambda message, flag: bool(int(message["flags"]) & Flag[flag]),
            "color": lambda number: f"#{number:06x}",
        },
    )
