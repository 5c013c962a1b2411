"""Rehearsals: whole releases in a local world, which a serving bot is asked for."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.domain.rehearsals.rehearsal import Asked, Rehearsal


class Rehearsals(Protocol):
    """Rehearsals beside the releases; they get no secret of the bot's and change nothing."""

    async def start(self, asked: Asked) -> Rehearsal:
        """Begin; one with this id that is known already is told again.

        Raises `errors.Refused` where the project is rehearsed already, or too many are.
        """
        ...

    def recent(self, project: str) -> tuple[Rehearsal, ...]:
        """Those of a project ("": of all) that are remembered, oldest first."""
        ...

    def changes(self) -> AsyncIterator[Rehearsal]:
        """Each state of each rehearsal from this call on."""
        ...

    async def take_interrupted(self) -> tuple[Rehearsal, ...]:
        """Those that the end of the last bot broke off and nobody was told of, once."""
        ...
