"""The workspace of a rehearsal: a local Slack of its own, with its people and channels."""

import json
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal.slack import own_process
from bot.rehearsal.slack.desk import TEAM
from bot.rehearsal.slack.own_process import SlackProcess

APP = "releasebot"
SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedWorkspace:
    """A running local Slack, and the ids of who and what is in it, by name."""

    process: SlackProcess
    people: Mapping[str, str]
    channels: Mapping[str, str]
    team: str = TEAM

    @property
    def page(self) -> str:
        """Where people look at it in a browser."""
        return f"{self.process.url}/"


def furnish(folder: Path, people: Sequence[str], channels: Sequence[str]) -> RehearsedWorkspace:
    """Start the Slack of this folder, with the app and these people in each of the channels."""
    process = own_process.start_slack(folder)
    made = {name: _ask(process, "channels", {"name": name, "members": [APP]}) for name in channels}
    joined = {
        name: _ask(process, "people", {"name": name, "channels": list(channels)}) for name in people
    }
    return RehearsedWorkspace(process=process, people=joined, channels=made)


def _ask(process: SlackProcess, what: str, said: Mapping[str, object]) -> str:
    request = urllib.request.Request(  # noqa: S310  # the address of our own process
        f"{process.url}/_slack/{what}",
        data=json.dumps(said).encode(),
        headers={"Content-Type": "application/json"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=SECONDS) as answer:
        return str(json.load(answer)["id"])
