"""Drafts in memory."""

from bot.domain.notes.drafts import Draft

TIME = "2026-03-04T22:41:00.000Z"


class FakeDrafts:
    """Implements `ports.Drafts`; every draft is of the same moment."""

    def __init__(self) -> None:
        """Nobody has typed anything."""
        self.kept: dict[tuple[str, str], Draft] = {}

    async def recall(self, release: str, person: str) -> Draft | None:
        """What was kept last."""
        return self.kept.get((release, person))

    async def keep(self, release: str, person: str, text: str, base: str) -> None:
        """Keep it, whatever it is."""
        self.kept[release, person] = Draft(text=text, base=base, time=TIME)

    async def drop(self, release: str, person: str) -> None:
        """Forget it."""
        self.kept.pop((release, person), None)
