"""The room in which interactions are answered: whom they ask, and what is known without asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.chat.discord.hearing.accounts import Accounts
from bot.adapters.chat.live.surface import LiveSurface
from bot.adapters.chat.live.work import Work
from bot.ports import Reception


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What every listener needs; the surface remembers what it showed."""

    accounts: Accounts
    reception: Reception
    surface: LiveSurface
    projects: Mapping[str, str]  # the channel's number by project
    work: Work = field(default_factory=Work)
