"""Changes: which releases a committed transaction touched, told to whoever follows."""

import asyncio
import weakref
from collections.abc import AsyncIterator, Iterable

import sqlalchemy as sa

_TOUCHED = "touched releases"


def touch(connection: sa.Connection, release: str) -> None:
    """Note that this transaction changes something of the release."""
    connection.info.setdefault(_TOUCHED, set()).add(release)


def take(connection: sa.Connection) -> frozenset[str]:
    """What the transaction touched; the connection is clean for the next one."""
    return frozenset(connection.info.pop(_TOUCHED, ()))


class Changes:
    """Followers of the releases of one engine, all in its event loop."""

    def __init__(self) -> None:
        """Nobody follows yet; who stops listening is forgotten."""
        self._followers: weakref.WeakSet[_Follower] = weakref.WeakSet()

    def publish(self, releases: Iterable[str]) -> None:
        """Tell every follower; a release that one has still to look at is not told twice."""
        touched = dict.fromkeys(releases)
        for follower in self._followers:
            follower.unseen.update(touched)
            follower.woken.set()

    def follow(self) -> AsyncIterator[str]:
        """The ids of releases as they change from this call on, the longest unseen first."""
        follower = _Follower()
        self._followers.add(follower)
        return follower.told()


class _Follower:
    def __init__(self) -> None:
        self.unseen: dict[str, None] = {}
        self.woken = asyncio.Event()

    async def told(self) -> AsyncIterator[str]:
        while True:
            await self.woken.wait()
            self.woken.clear()
            while self.unseen:
                release = next(iter(self.unseen))
                del self.unseen[release]
                yield release
