"""Starting, adopting and ending a local Discord in a process of its own."""

from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal.discord.people.sample import Sample
from bot.rehearsal.running.own_process import OwnProcess

FILE = "discord.json"
LOG = "discord.log"
HEALTH = "/_discord/health"
PROCESS = OwnProcess(
    name="Discord", module="bot.rehearsal.discord.process", file=FILE, log=LOG, health=HEALTH
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordProcess:
    """A running local Discord: where it is, what opens it, and the ids of its sample guild."""

    url: str
    api_url: str
    gateway_url: str
    token: str
    sample: Sample

    @property
    def page(self) -> str:
        """Where people look at it in a browser."""
        return f"{self.url}/"


def start_discord(folder: Path) -> DiscordProcess:
    """Start the Discord of this folder, or adopt it where it runs; ours is the process it serves.

    The folder is the Discord's alone.
    """
    told = PROCESS.start(folder)
    known = {name: told[name] for name in ("url", "api_url", "gateway_url", "token")}
    return DiscordProcess(**known, sample=Sample(**told["sample"]))


def stop_discord(folder: Path) -> None:
    """End the Discord of this folder, if it runs; what it remembers stays."""
    PROCESS.stop(folder)
