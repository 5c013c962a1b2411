"""Rehearsals that run nothing: they change when a test says so."""

import asyncio
from collections.abc import AsyncIterator

from bot import errors
from bot.domain.rehearsals.rehearsal import Asked, Rehearsal
from tests.fakes import sample_rehearsal as sample


class FakeRehearsals:
    """Implements `ports.Rehearsals`."""

    def __init__(self, *left: Rehearsal) -> None:
        """`left` are those that the last bot could not end."""
        self.asked: list[Asked] = []
        self.refusal: errors.Refused | None = None
        self.known: dict[str, Rehearsal] = {}
        self._left = left
        self._followers: list[asyncio.Queue[Rehearsal]] = []

    async def start(self, asked: Asked) -> Rehearsal:
        """Begin nothing."""
        if self.refusal:
            raise self.refusal
        if asked.id in self.known:
            return self.known[asked.id]
        self.asked.append(asked)
        begun = Rehearsal(asked=asked, begun=sample.BEGUN)
        self.become(begun)
        return begun

    def become(self, shown: Rehearsal) -> None:
        """Stand so from now on."""
        self.known[shown.asked.id] = shown
        for follower in self._followers:
            follower.put_nowait(shown)

    def recent(self, project: str) -> tuple[Rehearsal, ...]:
        """Those that were asked for, or became something."""
        return tuple(each for each in self.known.values() if project in ("", each.asked.project))

    def changes(self) -> AsyncIterator[Rehearsal]:
        """What they become from now on."""
        follower: asyncio.Queue[Rehearsal] = asyncio.Queue()
        self._followers.append(follower)
        return _told_to(follower)

    async def take_interrupted(self) -> tuple[Rehearsal, ...]:
        """Once."""
        taken, self._left = self._left, ()
        return taken


async def _told_to(follower: "asyncio.Queue[Rehearsal]") -> AsyncIterator[Rehearsal]:
    while True:
        yield await follower.get()
