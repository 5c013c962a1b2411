"""Events that releases wait for or that ask for one: looked at anew, and nothing starts."""

import dataclasses
from typing import Any

import pytest

from bot.domain.events import values
from bot.domain.events.values import Event
from bot.ports import MergedPull
from handlers.github_events import routing
from handlers.github_events.releasing import OURS
from tests.fakes.event_world import ACCOUNT, OWN, World
from tests.fakes.fake_chat import FakeChat

PLACE: dict[str, Any] = {"repository": 1001, "name": "acme/greeter", "sender": "carol"}
PLANNED = "1" * 40  # the commit of the sample release
FORWARD: list[object] = [("bring_forward", "greeter")]


def checks(**changes: Any) -> Event:  # noqa: ANN401  # any part of an event
    """A check of the release's commit."""
    known: dict[str, Any] = {"commit": PLANNED, "app": 15, "is_foreign": False}
    return values.ChecksChanged(**PLACE, **(known | changes))


async def test_a_push_lets_branches_be_looked_at(world: World) -> None:
    """What it says is only the reason to look."""
    await routing.handle(values.Pushed(**PLACE, branch="main", commit="b" * 40), world.desk())

    assert world.releases.asked == [("look_at_branches",)]


@pytest.mark.parametrize(
    "event",
    [
        values.Pushed(**PLACE, branch="release/v1.2.0", commit=PLANNED),
        values.ReleasePublished(**PLACE, tag="v1.2.0", publisher=501),
        values.TagPushed(**PLACE, tag="v1.2.0"),
        values.ReleasePublished(**PLACE | {"sender": OWN}, is_bot=True, tag="v9"),
        values.PullClosed(**PLACE | {"sender": OWN}, is_bot=True, number=7, is_merged=True),
    ],
)
async def test_own_echoes_start_nothing(world: World, event: Event) -> None:
    """What a release of ours made, and what our own App did."""
    world.tags = "release"
    world.origin.tags = {"v1.2.0": PLANNED, "v9": PLANNED}
    for tag in world.origin.tags:
        world.origin.publish(tag, "Notes\n\n<!-- releasebot:r1 -->")

    assert await routing.handle(event, world.desk()) == "it is the bot's own work"
    assert (world.releases.asked, world.notices.texts()) == ([], [])


async def test_a_bot_that_is_called_alike_is_somebody_else(world: World) -> None:
    """A person cannot call themselves what an App is called, but the type is asked for too."""
    event = values.PullClosed(**PLACE | {"sender": OWN}, number=7, is_merged=False)
    await routing.handle(event, world.desk())

    assert world.releases.asked == FORWARD


async def test_a_merged_pull_request_lets_a_waiting_release_go_on(world: World) -> None:
    """At once, instead of at its next look."""
    event = values.PullClosed(**PLACE, number=7, is_merged=True)
    await routing.handle(event, world.desk())

    assert world.releases.asked == FORWARD
    assert world.notices.texts() == []


@pytest.mark.parametrize(
    "event",
    [
        values.PullClosed(**PLACE, number=7, is_merged=True),
        values.PullLabelled(**PLACE, number=7, label="release:minor"),
    ],
)
async def test_a_label_proposes_a_release_and_starts_none(world: World, event: Event) -> None:
    """Once, however often it is said, and only of what is merged."""
    await routing.handle(event, world.desk())
    assert world.notices.texts() == []
    world.origin.pulls[7] = MergedPull(number=7, title="Speak @everyone", labels=("release:minor",))
    await routing.handle(event, world.desk())
    await routing.handle(event, world.desk())

    (text,) = world.notices.texts()
    assert "Nothing was started: type minor greeter" in text
    assert set(world.releases.asked) <= set(FORWARD)


async def test_another_label_asks_for_nothing(world: World) -> None:
    """Nobody is asked about it either."""
    world.origin.failure = AssertionError("nobody looks")
    event = values.PullLabelled(**PLACE, number=7, label="bug")

    assert await routing.handle(event, world.desk()) == "the label asks for no release"


@pytest.mark.parametrize(
    ("event", "apps", "woken"),
    [
        (checks(), frozenset(), FORWARD),
        (checks(), frozenset({15}), FORWARD),
        (checks(app=0), frozenset({15}), FORWARD),
        (checks(app=99), frozenset({15}), []),
        (checks(is_foreign=True), frozenset(), []),
        (checks(commit="c" * 40), frozenset(), []),
    ],
)
async def test_t31_checks_of_the_release_let_it_look_again(
    world: World, event: Event, apps: frozenset[int], woken: list[object]
) -> None:
    """Neither a fork's, nor another App's, nor those of other commits."""
    world.apps = apps
    await routing.handle(event, world.desk())

    assert world.releases.asked == woken


async def test_a_closed_milestone_proposes_a_release(world: World) -> None:
    """If it is closed indeed."""
    event = values.MilestoneClosed(**PLACE, number=2)
    await routing.handle(event, world.desk())
    assert world.notices.texts() == []
    world.origin.milestones[2] = "1.3"
    await routing.handle(event, world.desk())

    assert ["type 1.3 greeter" in text for text in world.notices.texts()] == [True]


@pytest.mark.parametrize("is_app", [True, False])
@pytest.mark.parametrize("title", ["v1.2.0", "1.2.0", "greeter 1.2.0"])
async def test_a_milestone_of_a_release_proposes_nothing(
    world: World, title: str, *, is_app: bool
) -> None:
    """Whoever closed it: its version is being released, or was."""
    world.is_app, world.origin.milestones[2] = is_app, title

    assert await routing.handle(values.MilestoneClosed(**PLACE, number=2), world.desk()) == OURS
    assert world.notices.texts() == []


@pytest.mark.parametrize(
    "event",
    [
        values.MilestoneClosed(**PLACE | {"sender": ACCOUNT}, number=2),
        values.PullClosed(**PLACE | {"sender": ACCOUNT}, number=7, is_merged=True),
        values.Pushed(**PLACE | {"sender": ACCOUNT}, branch="main", commit="b" * 40),
    ],
)
async def test_what_the_account_of_a_token_did_is_the_bots_own(world: World, event: Event) -> None:
    """Under whatever name the milestone goes; what that account publishes by hand is heard."""
    world.is_app, world.origin.milestones[2] = False, "Spring"
    assert await routing.handle(event, world.desk()) == OURS
    assert (world.releases.asked, world.notices.texts()) == ([], [])

    world.origin.publish("v9", "Notes")
    by_hand = values.ReleasePublished(**PLACE | {"sender": ACCOUNT}, tag="v9", publisher=501)
    assert await routing.handle(by_hand, world.desk()) != OURS


async def test_another_repository_is_nobodys(world: World) -> None:
    """Whatever happened there."""
    event = values.Pushed(
        repository=5, name="acme/other", sender="carol", branch="main", commit="b"
    )

    assert await routing.handle(event, world.desk()) == "no project is about this repository"
    assert world.releases.asked == []


async def test_a_ping_is_answered(world: World) -> None:
    """GitHub sends it when the webhook is made."""
    assert await routing.handle(values.Pinged(**PLACE), world.desk()) == "pong"


def test_every_event_has_exactly_one_handler() -> None:
    """A new event without one would be dropped without a word."""
    app_wide = {values.Pinged, values.AccessChanged}

    found = {each for each in vars(values).values() if isinstance(each, type)}
    events = {each for each in found if issubclass(each, Event)} - {Event}

    assert routing.HANDLERS.keys() | app_wide == events


async def test_without_a_channel_a_release_is_proposed_at_the_pull_request(world: World) -> None:
    """Once, in a comment that says what to write there; with a channel that is the place."""
    world.origin.pulls[7] = MergedPull(number=7, title="Speak", labels=("release:minor",))
    event = values.PullLabelled(**PLACE, number=7, label="release:minor")
    for _ in range(2):
        await routing.handle(event, world.desk())
    [(_, comment)] = world.comments.there.values()

    assert "write `/release minor` in a comment to release it." in comment.text
    desk, told = world.desk(), World(origin=world.origin)
    [watched] = told.desk().watched
    there = dataclasses.replace(watched, channels=((FakeChat(), "team"),))
    await routing.handle(event, dataclasses.replace(desk, watched=(there,)))
    assert told.comments.there == {}
