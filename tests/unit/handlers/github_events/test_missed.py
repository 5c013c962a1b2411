"""Missed deliveries: asked for again, and told once to the people whom they are about."""

import pytest

from bot import errors
from bot.domain.events.missed import Attempt
from bot.ports import Binding
from handlers.github_events.missed import Watch, look_around
from tests.fakes.event_world import World
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_deliveries import FakeDeliveries
from tests.fakes.fake_notices import FakeBindings

NOW = "2026-03-04T14:20:00.000Z"


def lost(number: int, minute: int, repository: int = 1001) -> Attempt:
    """An attempt at 14:MM that failed."""
    time = f"2026-03-04T14:{minute:02}:00Z"
    return Attempt(
        id=number, guid=f"guid-{number}", time=time, succeeded=False, repository=repository
    )


@pytest.fixture
def bound(world: World) -> World:
    """The repository is known."""
    world.bindings = FakeBindings(
        Binding(project="greeter", repository="acme/greeter", number=1001)
    )
    return world


async def test_what_was_missed_is_asked_for_and_told(bound: World) -> None:
    """As far back as GitHub delivers again; then only what may be new."""
    deliveries = FakeDeliveries(lost(3, 9), lost(2, 5), lost(1, 2))
    clock = FakeClock(NOW)
    watch = Watch(deliveries, clock, bound.desk())
    await look_around(watch, bound.desk())

    assert deliveries.effects == [("ask_again", n) for n in ("1", "2", "3")]
    assert bound.notices.texts() == [
        "GitHub did not reach the bot: down 4 March, 14:02\u201314:09 UTC, 3 deliveries replayed."
    ]
    deliveries.attempts = []
    clock.advance(300)
    await watch.look()
    assert deliveries.since_asked == ["2026-03-01T14:20:00.000Z", "2026-03-04T13:20:00.000Z"]


async def test_what_fails_again_is_not_told_again(bound: World) -> None:
    """It is asked for, but people know."""
    deliveries = FakeDeliveries(lost(1, 2))
    watch = Watch(deliveries, FakeClock(NOW), bound.desk())
    await watch.look()
    again = Attempt(id=9, guid="guid-1", time="2026-03-04T14:10:00Z", succeeded=False)
    deliveries.attempts.insert(0, again)
    await watch.look()

    assert deliveries.effects == [("ask_again", "1"), ("ask_again", "9")]
    assert len(bound.notices.texts()) == 1


async def test_other_peoples_gaps_are_not_told(bound: World) -> None:
    """An App may be installed in many repositories; what is about none is for everybody."""
    deliveries = FakeDeliveries(lost(2, 5, repository=77))
    await Watch(deliveries, FakeClock(NOW), bound.desk()).look()
    assert (deliveries.count("ask_again"), bound.notices.texts()) == (1, [])

    await Watch(FakeDeliveries(lost(3, 6, repository=0)), FakeClock(NOW), bound.desk()).look()
    assert len(bound.notices.texts()) == 1


async def test_one_that_cannot_be_asked_for_stops_no_other(
    bound: World, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told in the log and tried at the next look."""
    deliveries = FakeDeliveries(lost(2, 5), lost(1, 2))
    deliveries.fail_next("ask_again", error=errors.Failed("Gone.", "Look."))
    watch = Watch(deliveries, FakeClock(NOW), bound.desk())
    await watch.look()
    assert deliveries.effects == [("ask_again", "2")]
    assert "guid-1 is not asked for again" in caplog.text

    await watch.look()
    assert ("ask_again", "1") in deliveries.effects


@pytest.mark.parametrize(("reason", "asked"), [("rate_limited", 1), ("unknown", 3)])
async def test_who_does_not_answer_is_not_asked_for_hundreds(
    bound: World, reason: str, asked: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest is for the next round, in a few minutes; the log says when it is tried again."""
    deliveries = FakeDeliveries(*(lost(n, n) for n in range(9, 0, -1)))
    silence = errors.Unknown("No answer.", "Later.", reason=reason)
    for _ in range(asked):
        deliveries.fail_next("ask_again", error=silence)
    watch = Watch(deliveries, FakeClock(NOW), bound.desk())
    await watch.look()
    assert deliveries.effects == []
    assert "is not asked for again: No answer. Later." in caplog.text

    await watch.look()
    assert deliveries.count("ask_again") == 9


async def test_silence_is_tried_again_from_where_it_was(
    bound: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is taken for seen, and the log tells of it in a line."""
    deliveries = FakeDeliveries(lost(1, 2))
    deliveries.fail_next("since")
    watch = Watch(deliveries, FakeClock(NOW), bound.desk())
    await look_around(watch, bound.desk())
    assert "missed deliveries cannot be looked for" in caplog.text
    await watch.look()

    assert deliveries.since_asked[0] == deliveries.since_asked[1]
    assert deliveries.count("ask_again") == 1
