"""Rehearsing: the rehearsals of a serving bot, with copies of its projects' repositories."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.rehearsals.live_files import LiveFiles
from bot.adapters.rehearsals.processes import House, RehearsalProcesses, Source
from bot.ports import LiveMessages
from bot.releases.project import Project
from bot.settings import Settings


def processes(
    configured: Settings, projects: Mapping[str, Project], *, trusted: bool
) -> RehearsalProcesses:
    """Those of these projects, also of such as are not enabled yet."""
    sources = {
        name: Source(repository=each.outside.repository, land=each.rules.land)
        for name, each in projects.items()
    }
    house = House(clock=SystemClock(), trusted=trusted)
    return RehearsalProcesses(_folder(configured), sources, house)


def live(configured: Settings, others: Callable[[], LiveMessages]) -> LiveMessages:
    """What the chats remember of their messages about rehearsals, and about all others."""
    return LiveFiles(_folder(configured), others)


def _folder(configured: Settings) -> Path:
    return configured.bot.data_dir / "rehearsals"
