"""Deliveries as their sender remembers them, to see which never arrived."""

from collections.abc import AsyncGenerator
from typing import Protocol

from bot.domain.events.missed import Attempt
from bot.ports.effects import effect


class Deliveries(Protocol):
    """What the code host tried to deliver to this bot."""

    async def login(self) -> str:
        """As whom the code host shows what the bot does itself."""
        ...

    def since(self, moment: str) -> AsyncGenerator[Attempt, None]:
        """Every attempt that is not older, the newest first."""
        ...

    @effect
    async def ask_again(self, attempt: int) -> None:
        """Let the code host deliver once more what this attempt tried to."""
        ...
