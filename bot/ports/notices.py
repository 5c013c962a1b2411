"""Notices: what a project's people have to know although no release is about it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence or two for the people of a project. `key` is ours, so that it is told once."""

    key: str
    project: str
    text: str  # plain text, with nothing of others in it that could do anything
    time: str = ""


class Notices(Protocol):
    """What was noticed; it is kept first and told then, so that a chat that is down misses none."""

    async def add(self, notice: Notice) -> None:
        """Keep it, in the audit too; one with this key that is kept already stays as it is."""
        ...

    async def untold(self) -> tuple[Notice, ...]:
        """What the channels were not told yet, oldest first."""
        ...

    async def told(self, key: str) -> None:
        """Every channel of the project has it."""
        ...

    async def newest(self, project: str, limit: int) -> tuple[Notice, ...]:
        """The newest of a project ("": of all) first."""
        ...
