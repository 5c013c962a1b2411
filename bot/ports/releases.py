"""The releases of this bot, as handlers and doors see them."""

from typing import Any, Protocol

from bot.domain.approval import Tally
from bot.domain.commands import CastVote, StartRelease


class Releases(Protocol):
    """The releases of this bot, so that handlers and doors see no engine."""

    async def start(self, command: StartRelease) -> str:
        """Record the request, begin, tell the release's id; a repeated delivery starts nothing."""
        ...

    async def vote(self, command: CastVote) -> Tally:
        """Take a vote. Raises `errors.Refused` for one that does not count."""
        ...

    async def retry(self, release: str, person: str) -> None:
        """Start a failed release's last segment again."""
        ...

    async def status(self, release: str) -> dict[str, Any]:
        """Everything about one release, as the JSON of the interface."""
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of releases that have not ended, oldest first."""
        ...
