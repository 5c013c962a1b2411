"""Live messages: where chats show a release is remembered over a restart."""

from dataclasses import replace

from bot import ports
from tests.durable.driving import Bench


async def test_the_newest_memory_of_a_place_counts(bench: Bench) -> None:
    """Each channel of each platform has its own; others are not there."""
    async with bench.running() as driver:
        releases, release = driver.releases, await driver.start()
        kept = ports.LiveMessage(platform="slack", channel="C1", release=release, message="1.2")
        await releases.live_messages.remember(kept)
        await releases.live_messages.remember(replace(kept, shown=7))
        await releases.live_messages.remember(replace(kept, platform="discord", message="99"))
    async with bench.running() as driver:
        releases = driver.releases
        assert await releases.live_messages.recall("slack", "C1", release) == replace(kept, shown=7)
        assert await releases.live_messages.recall("slack", "C2", release) is None
