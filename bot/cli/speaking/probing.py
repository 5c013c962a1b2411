"""Probing without the bot's memory: what every destination holds of a version at this moment."""

import tempfile
from pathlib import Path

from rich.console import Console

from bot import errors, main, settings
from bot.adapters.clock import SystemClock
from bot.cli import door, endings
from bot.cli.options import Options
from bot.cli.speaking import replies
from bot.domain.answers import standings
from bot.domain.conversation.messages import Line
from bot.domain.records import standing
from bot.releases.looking import unrecorded
from bot.settings import Settings


async def probe(version: str, options: Options) -> int:
    """Ask every destination of the project; nothing of the bot's own is read or written."""
    configured = settings.read_settings(door.configuration(options.config))
    name = _chosen(options.project, tuple(configured.projects))
    with tempfile.TemporaryDirectory(prefix="releasebot-") as folder:
        projects = await main.build_projects(_elsewhere(configured, Path(folder)))
        status = await unrecorded.look(projects[name], version, SystemClock().now())
    if options.as_json:
        endings.print_json(status)
    else:
        told = f"{standing.name(status)} as others hold it; what the bot recorded was not read."
        blocks = (Line(text=told), *standings.destination_blocks(status))
        replies.show_blocks(Console(highlight=False), blocks)
    return endings.UNKNOWN if any(row["state"] == "unknown" for row in status["ledger"]) else 0


def _elsewhere(configured: Settings, folder: Path) -> Settings:
    """The same settings with another data folder: a bot may be at work in its own."""
    bot = configured.bot.model_copy(update={"data_dir": folder})
    return configured.model_copy(update={"bot": bot})


def _chosen(asked: str, names: tuple[str, ...]) -> str:
    if asked in names or (not asked and len(names) == 1):
        return asked or names[0]
    raise errors.BadInput(
        f"There is no project {asked}." if asked else "It is not clear which project is meant.",
        f"Name one with --project: {', '.join(names) or 'none is configured'}.",
        reason="not_bound",
    )
