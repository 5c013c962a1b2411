"""Comments at issues and pull requests, which people write and the bot answers."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.ports.effects import effect

Reaction = Literal["eyes", "confused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment as it stands now."""

    id: int
    author: int  # the account's number, 0 for a deleted user
    text: str
    is_ours: bool


class Comments(Protocol):
    """The comments of one repository."""

    async def read(self, comment: int) -> Comment | None:
        """The comment; None where it is gone."""
        ...

    async def find(self, issue: int, marker: str) -> Comment | None:
        """Our own comment at the issue that has this marker in it."""
        ...

    @effect
    async def react(self, comment: int, reaction: Reaction) -> None:
        """Leave a sign at a comment; a second time changes nothing."""
        ...

    @effect
    async def write(self, issue: int, text: str) -> None:
        """Write a comment as our own."""
        ...

    @effect
    async def edit(self, comment: int, text: str) -> None:
        """Let a comment of ours say something else."""
        ...
