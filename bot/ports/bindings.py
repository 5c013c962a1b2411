"""Bindings: which repository a project's name stands for, by a number that no rename changes."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What is known of a project's repository; `paused` says why nothing of it is released."""

    project: str
    repository: str  # as it was configured when its number was learned
    number: int
    paused: str = ""


class Bindings(Protocol):
    """The projects' repositories as they were first seen under their configured names."""

    async def find(self, project: str) -> Binding | None:
        """What is known of the project's repository; None before it was seen."""
        ...

    async def bind(self, project: str, repository: str, number: int) -> None:
        """Remember the number, and let the project be released."""
        ...

    async def pause(self, project: str, why: str) -> None:
        """Release nothing of the project any more, and hold what is under way."""
        ...

    async def hold(self, project: str, why: str) -> None:
        """Hold what is under way until somebody resumes it."""
        ...
