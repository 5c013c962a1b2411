"""Starting, adopting and ending a local Slack in a process of its own."""

from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal.running.own_process import OwnProcess
from bot.rehearsal.slack.desk import Secrets

FILE = "slack.json"
LOG = "slack.log"
PROCESS = OwnProcess(
    name="Slack", module="bot.rehearsal.slack", file=FILE, log=LOG, health="/_slack/health"
)


@dataclass(frozen=True, slots=True)
class SlackProcess:
    """A running local Slack: where it is, and what opens it."""

    url: str
    api_url: str
    secrets: Secrets


def start_slack(folder: Path, manifest: Path | None = None) -> SlackProcess:
    """Start the Slack of this folder, or adopt it where it runs; ours is the process it serves.

    `manifest` is the app's manifest as JSON. The folder is the Slack's alone.
    """
    told = PROCESS.start(folder, *([str(manifest.absolute())] if manifest else []))
    secrets = Secrets(**{name: told[name] for name in Secrets.__dataclass_fields__})
    return SlackProcess(told["url"], told["api_url"], secrets)


def stop_slack(folder: Path) -> None:
    """End the Slack of this folder, if it runs; what it remembers stays."""
    PROCESS.stop(folder)
