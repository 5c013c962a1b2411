"""Cadence: a plan that comes early says so and goes on, and what is released counts at once."""

from tests.durable.driving import Bench
from tests.fakes.fake_world import FakeWorld
from tests.fakes.sample_cadence import CADENCE

EARLY = "1.2.0 comes early: a minor release is due 2-4 weeks after 1.1.0, so from 18 March on."


async def test_an_early_release_is_warned_of_and_counts(bench: Bench, world: FakeWorld) -> None:
    """Nobody is kept from it; once it is out, the next one is counted from it."""
    bench.cadence = CADENCE
    world.tag_time("2026-03-04T00:00:00.000Z")
    async with bench.running() as driver:
        preview = await driver.releases.preview("greeter", "minor", None)
        status = await driver.released()
        found = await driver.releases.cadence("greeter", 0.0)

    assert preview["warnings"][-1] == status["warnings"][-1] == EARLY
    assert preview["cadence"]["rhythms"][1]["version"] == "1.1.0"
    assert status["state"] == "done"
    assert found is not None
    assert found["rhythms"][1]["version"] == "1.2.0"
    assert found["rhythms"][1]["not_before"] == "2026-03-18T00:00:00.000Z"
