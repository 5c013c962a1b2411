"""Releases that run nothing and remember what was asked of them."""

from typing import Any

from bot.domain import commands
from bot.domain.approval import Tally


class FakeReleases:
    """Implements `ports.Releases`."""

    def __init__(self) -> None:
        """Start without any release."""
        self.asked: list[object] = []

    async def start(self, command: commands.StartRelease) -> str:
        """Tell the id that the release would have."""
        self.asked.append(command)
        return commands.release_id(command.project, command.delivery)

    async def vote(self, command: commands.CastVote) -> Tally:
        """Count nothing."""
        self.asked.append(command)
        return Tally(state="open", counted=(), needed=1, awaits=())

    async def retry(self, release: str, person: str) -> None:
        """Retry nothing."""
        self.asked.append((release, person))

    async def status(self, release: str) -> dict[str, Any]:
        """The least of a status."""
        return {"release": release}

    async def unfinished(self) -> tuple[str, ...]:
        """None."""
        return ()
