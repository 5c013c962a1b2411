"""Deliveries: one after the other; what fails waits, and what always fails is set aside."""

import asyncio
import contextlib

import pytest

from bot import errors
from bot.ports import Delivery, KeptDelivery
from handlers.github_events import deliveries
from tests.fakes import signed_deliveries as signed
from tests.fakes.event_world import World
from tests.fakes.fake_inbox import FakeInbox

MERGED = signed.body_of(action="closed", number=7, pull_request={"number": 7, "merged": True})


async def worked_on(inbox: FakeInbox, world: World, *arrived: Delivery) -> None:
    """Let the worker do what it can."""
    for delivery in arrived:
        await inbox.keep(delivery)
    task = asyncio.create_task(deliveries.work(inbox, world.desk()))
    async with asyncio.timeout(10):
        while any(inbox.outcomes.get(each.guid, ("due",))[0] == "due" for each in inbox.kept):  # noqa: ASYNC110  # as the fake has no end
            await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def delivery(guid: str, event: str = "push", body: bytes = b"") -> Delivery:
    """One that arrived."""
    return Delivery(guid=guid, event=event, body=body or signed.push(guid * 40))


async def test_deliveries_are_worked_on_in_their_order(world: World) -> None:
    """Each has an outcome in words."""
    inbox = FakeInbox()
    await worked_on(inbox, world, delivery("a"), delivery("b", "pull_request", MERGED))

    assert world.releases.asked == [("look_at_branches",), ("bring_forward", "greeter")]
    assert inbox.outcomes["a"] == ("done", "looked at the branches")


async def test_one_that_always_fails_stops_nobody(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """It waits longer each time, then it is set aside with a line in the log."""
    inbox = FakeInbox()
    world.origin.failure = RuntimeError("a bug")
    poison = delivery("p", "pull_request", MERGED)
    await worked_on(inbox, world, poison, delivery("a"))

    assert inbox.outcomes == {
        "p": ("aside", "a bug, RuntimeError"),
        "a": ("done", "looked at the branches"),
    }
    assert inbox.pauses == list(deliveries.PAUSES)
    assert "pull_request p is set aside" in caplog.text


async def test_silence_of_the_host_is_waited_for(world: World) -> None:
    """The delivery comes again when it answers."""
    inbox = FakeInbox()
    world.origin.failure = errors.Unknown("Silence.", "Later.")
    await inbox.keep(delivery("a", "pull_request", MERGED))
    await deliveries.work_on(await inbox.take(), inbox, world.desk())
    assert inbox.outcomes == {"a": ("due", "Silence.")}

    world.origin.failure = None
    await deliveries.work_on(await inbox.take(), inbox, world.desk())
    assert inbox.outcomes["a"][0] == "done"


async def test_one_that_takes_too_long_is_put_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody behind it waits for ever."""
    monkeypatch.setattr(deliveries, "LONGEST_SECONDS", 0.01)
    monkeypatch.setattr(deliveries, "outcome_of", _never)
    inbox = FakeInbox()
    await inbox.keep(delivery("a"))
    await deliveries.work_on(await inbox.take(), inbox, world.desk())

    assert inbox.outcomes == {"a": ("due", "it took more than 0.01 seconds")}


async def _never(_delivery: KeptDelivery, _desk: object) -> str:
    await asyncio.Event().wait()
    return ""


async def test_one_that_ends_the_bot_each_time_is_not_tried_for_ever(world: World) -> None:
    """Its attempts were counted before each."""
    inbox = FakeInbox()
    await inbox.keep(delivery("a"))
    inbox.kept[0] = KeptDelivery(
        number=1, guid="a", event="push", body=signed.push(), received="", attempts=7
    )
    await deliveries.work_on(inbox.kept[0], inbox, world.desk())

    assert inbox.outcomes["a"][0] == "aside"
    assert world.releases.asked == []


async def test_a_body_under_another_label_is_odd(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """It does nothing, and the log says so."""
    inbox = FakeInbox()
    await worked_on(inbox, world, delivery("a", "release", signed.push()))

    assert inbox.outcomes["a"] == ("done", "the body is not that of its event")
    assert "release a: the body is not that of its event" in caplog.text
    assert world.releases.asked == []
