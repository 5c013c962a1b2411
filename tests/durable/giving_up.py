"""Giving up: a cancel as alice types it, and how a release looks of which nothing is left."""

from typing import Any

from tests.durable.driving import Bench, Driver

Json = dict[str, Any]


async def cancelled(driver: Driver, release: str) -> Json:
    """Cancel it as alice; how it ended."""
    await driver.releases.cancel(release, "alice", "not today")
    return await driver.until_ended(release)


def check_gone(bench: Bench, status: Json) -> None:
    """Nothing of the release is left, neither outside nor in our tables."""
    assert (status["state"], status["error"]["code"]) == ("cancelled", "cancelled")
    assert status["error"]["sentence"] == "alice cancelled this release: not today."
    assert status["cancelled"]["person"] == "alice"
    assert status["held"] is None
    assert status["finished"]
    assert [name for name in bench.world.history.branches if name != "main"] == []
    assert bench.world.code_host.hosted == {}
    assert bench.public() == []
    assert bench.rows("SELECT * FROM locks") == bench.rows("SELECT * FROM versions") == []
