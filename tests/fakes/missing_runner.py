"""A runner that this machine lacks."""

from bot.adapters.builder.sandbox.commands import Command
from bot.adapters.builder.sandbox.limits import Limits
from bot.adapters.builder.sandbox.supervision import Outcome
from bot.domain.records.ledger import LeftOut


class MissingRunner:
    """Implements the builder's `Runner` as far as it is asked whether it is there."""

    def __init__(self, missing: LeftOut) -> None:
        """Lack this."""
        self._missing = missing

    def place(self, outside: object, inside: str) -> str:
        """Where a command would see it."""
        return inside

    async def run(self, command: Command, limits: Limits) -> Outcome:
        """Nobody may ask for it."""
        raise AssertionError(command)

    async def probe(self, python: object) -> LeftOut | None:
        """What is missing."""
        return self._missing
