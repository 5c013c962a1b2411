"""The origin: a project's repository as its host shows it at this moment."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.events.repositories import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPull:
    """A merged pull request, with the labels that it has now."""

    number: int
    title: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRelease:
    """A release that everybody sees: its number at the host, and its text, which is foreign."""

    number: int
    text: str


class Origin(Protocol):
    """What an event is compared with before anything follows from it; nothing is changed."""

    async def identity(self) -> Identity | None:
        """The repository behind the configured name; None where the bot is shown none."""
        ...

    async def merged_pull(self, number: int) -> MergedPull | None:
        """The pull request, if it is merged."""
        ...

    async def closed_milestone(self, number: int) -> str | None:
        """The milestone's title, if it is closed."""
        ...

    async def tag_commit(self, tag: str) -> str:
        """The commit that the tag of this name leads to, "" where there is none."""
        ...

    async def published(self, tag: str) -> PublicRelease | None:
        """The release of this tag, if it is public."""
        ...
