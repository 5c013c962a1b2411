"""An unreadable release: one whose stored plan nobody can read stops no other."""

import logging

import pytest

from bot import errors
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.durable.driving import Bench

BROKEN = {
    "of another shape": "UPDATE releases SET plan = json_remove(plan, '$.digest', '$.tag')",
    "cut off": 'UPDATE releases SET plan = \'{"schema": 1, "ta\'',
}


@pytest.mark.parametrize("how", BROKEN)
async def test_a_bot_starts_beside_a_plan_that_nobody_can_read(
    bench: Bench, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    """Its question waits, it is shown as unreadable, and another release comes to its end."""
    bench.world.history.branches["1.x"] = bench.world.history.branches["main"]
    async with bench.running() as driver:
        asked = await driver.asked()
    bench.rows(BROKEN[how])
    with caplog.at_level(logging.ERROR):
        async with bench.running() as driver:
            other = await driver.start("patch", delivery="2", branch="1.x")
            await driver.approve(other)
            ended = await driver.until_ended(other)
            driver.later(30 * 24 * 3600)
            desk = Desk(releases=driver.releases, roles=dict)
            first, second = await Receptionist(desk).conversations("greeter", 10)
            with pytest.raises((errors.Failed, ValueError)):
                await driver.releases.status(asked["release"])

    assert ended["state"] == "done"
    assert f"what is stored of release {asked['release']} cannot be read" in caplog.text
    shown = {each.card.release: each.card for each in (first, second)}
    assert "cannot be read" in shown[asked["release"]].summary
    assert shown[other].state == "done"
