"""Changes: every follower hears of each release that a transaction touched, in bursts once."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator

import sqlalchemy as sa

from bot.releases import changes
from bot.releases.changes import Changes


async def _heard(follower: AsyncIterator[str], most: int) -> list[str]:
    """What the follower is told until nothing more comes by itself."""
    told: list[str] = []
    while len(told) < most:
        following = asyncio.ensure_future(anext(follower))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if not following.done():
            following.cancel()
            await asyncio.wait([following])
            break
        told.append(following.result())
    return told


def test_a_transaction_takes_what_it_touched_with_it(connection: sa.Connection) -> None:
    """The next transaction on the same connection begins with nothing."""
    for release in ("r1", "r2", "r1"):
        changes.touch(connection, release)

    assert changes.take(connection) == {"r1", "r2"}
    assert changes.take(connection) == frozenset()


async def test_a_burst_counts_once() -> None:
    """Whoever was busy looks once at a release that changed ten times, the first one first."""
    told = Changes()
    follower = told.follow()
    for release in ["r2", *["r1"] * 10, "r2"]:
        told.publish([release])

    assert await _heard(follower, 9) == ["r2", "r1"]


async def test_everybody_hears_everything_from_the_time_of_asking_on() -> None:
    """Followers do not take anything away from each other, and none is told the past."""
    told = Changes()
    first = told.follow()
    told.publish(["r1"])
    second = told.follow()
    told.publish(["r2"])

    assert await _heard(first, 9) == ["r1", "r2"]
    assert await _heard(second, 9) == ["r2"]


async def test_a_change_while_looking_is_told_again() -> None:
    """What happened after the look began may not have been seen by it."""
    told = Changes()
    follower = told.follow()
    told.publish(["r1"])
    assert await anext(follower) == "r1"
    told.publish(["r1"])

    assert await _heard(follower, 9) == ["r1"]


async def test_who_waits_is_woken() -> None:
    """The change comes while the follower waits for it."""
    told = Changes()
    following = asyncio.ensure_future(anext(told.follow()))
    await asyncio.sleep(0)
    told.publish(["r1"])

    assert await asyncio.wait_for(following, timeout=5) == "r1"


async def test_who_stops_is_forgotten() -> None:
    """A closed page costs nothing, whether or not it ever heard anything."""
    told = Changes()
    silent, listening = told.follow(), told.follow()
    staying = told.follow()
    told.publish(["r1"])
    assert await anext(listening) == "r1"
    gone = [weakref.ref(follower) for follower in (silent, listening)]
    del silent, listening
    gc.collect()
    await asyncio.sleep(0)  # the event loop closes what was collected
    await asyncio.sleep(0)
    told.publish(["r2"])

    assert [reference() for reference in gone] == [None, None]
    assert len(told._followers) == 1
    assert await _heard(staying, 9) == ["r1", "r2"]
