"""Drafts of notes, so that what a person typed outlives a closed dialog and a dead bot."""

from typing import Protocol

from bot.domain.notes.drafts import Draft


class Drafts(Protocol):
    """At most one draft of each person for each release; the release's end removes them all."""

    async def recall(self, release: str, person: str) -> Draft | None:
        """What the person typed last and did not save; None where there is nothing."""
        ...

    async def keep(self, release: str, person: str, text: str, base: str) -> None:
        """Keep this in place of what was kept; a text that is the notes themselves is no draft."""
        ...

    async def drop(self, release: str, person: str) -> None:
        """Forget what the person typed."""
        ...
