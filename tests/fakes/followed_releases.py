"""Releases whose status a test puts there, so that it can be followed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from bot import errors
from tests.fakes.fake_releases import FakeReleases

Json = dict[str, Any]


class FollowedReleases(FakeReleases):
    """Tells followers whatever a test says that changed."""

    def __init__(self) -> None:
        """One release that is planned, and an audit of one row."""
        super().__init__()
        self.statuses: dict[str, Json] = {"r1": {"release": "r1", "state": "planned"}}
        self.changed: asyncio.Queue[str] = asyncio.Queue()
        self.altered: int | None = None

    async def status(self, release: str) -> Json:
        """What the test put there."""
        if release not in self.statuses:
            raise errors.BadInput(f"There is no release {release}.", "Name another one.")
        return self.statuses[release]

    def change(self, release: str, state: str) -> None:
        """Change a release and tell those who follow."""
        self.statuses[release] = {"release": release, "state": state}
        self.changed.put_nowait(release)

    async def changes(self) -> AsyncIterator[str]:
        """Each change once."""
        while True:
            yield await self.changed.get()

    async def audit(self, release: str = "", after: int = 0) -> tuple[Json, ...]:
        """One row."""
        return ({"number": 1, "release": "r1", "hash": "ab"},)

    async def first_altered_audit_row(self) -> int | None:
        """As the test says."""
        return self.altered
