"""Row 50: a repository that was renamed, moved, lost or made public stops its releases."""

import dataclasses
from typing import Any

import pytest

from bot import errors
from bot.domain.events import values
from bot.ports import Binding
from handlers.github_events import missed, routing
from tests.fakes.event_world import World
from tests.fakes.fake_notices import FakeBindings

BOUND = Binding(project="greeter", repository="acme/greeter", number=1001)
PLACE: dict[str, Any] = {"repository": 1001, "name": "acme/hello", "sender": "carol"}


@pytest.fixture
def known(world: World) -> World:
    """The repository was seen before."""
    world.bindings = FakeBindings(BOUND)
    return world


def paused(world: World) -> str:
    """Why the project is paused."""
    return world.bindings.known["greeter"].paused


@pytest.mark.parametrize("action", ["renamed", "transferred"])
async def test_a_renamed_repository_is_known_by_its_number(known: World, action: str) -> None:
    """Its events carry the new name; the host is asked, then the project pauses."""
    assert known.origin.seen
    known.origin.seen = dataclasses.replace(known.origin.seen, name="acme/hello")
    await routing.handle(values.RepositoryChanged(**PLACE, action=action), known.desk())

    assert paused(known) == "acme/greeter is called acme/hello now."


async def test_an_event_alone_pauses_nothing(known: World) -> None:
    """Whoever sends it, the host says that everything is as it was."""
    await routing.handle(values.RepositoryChanged(**PLACE, action="renamed"), known.desk())

    assert paused(known) == ""


async def test_another_repository_under_the_old_name_is_not_ours(known: World) -> None:
    """Somebody took the name that became free: its events do nothing, and the project pauses."""
    assert known.origin.seen
    known.origin.seen = dataclasses.replace(known.origin.seen, number=666)
    event = values.PullClosed(
        repository=666, name="acme/greeter", sender="mallory", number=1, is_merged=True
    )
    await routing.handle(event, known.desk())

    assert "its number is 666, and this project's was 1001" in paused(known)
    assert known.releases.asked == []


@pytest.mark.parametrize("action", ["deleted", "suspend", "removed"])
async def test_lost_access_pauses_and_access_again_lets_go_on(known: World, action: str) -> None:
    """Which repositories an App lost is asked of the host."""
    seen, known.origin.seen = known.origin.seen, None
    event = values.AccessChanged(repository=0, name="", sender="", action=action)
    await routing.handle(event, known.desk())
    assert paused(known) == "the bot does not see acme/greeter any more."

    known.origin.seen = seen
    await routing.handle(dataclasses.replace(event, action="added"), known.desk())
    assert paused(known) == ""


async def test_silence_pauses_nothing(known: World) -> None:
    """No answer is no "not there"; the delivery is tried again."""
    known.origin.failure = errors.Unknown("Silence.", "Later.")
    event = values.AccessChanged(repository=0, name="", sender="", action="removed")

    with pytest.raises(errors.Unknown):
        await routing.handle(event, known.desk())
    await missed.look_around(None, known.desk())
    assert paused(known) == ""


async def test_a_repository_made_public_holds_its_releases(known: World) -> None:
    """If it is public indeed."""
    event = values.RepositoryChanged(**PLACE, action="publicized")
    await routing.handle(event, known.desk())
    assert known.bindings.held == [("greeter", "acme/greeter was made public.")]

    assert known.origin.seen
    known.origin.seen = dataclasses.replace(known.origin.seen, private=True)
    known.bindings.held.clear()
    await routing.handle(event, known.desk())
    assert known.bindings.held == []


async def test_a_repository_is_bound_when_it_is_first_seen(world: World) -> None:
    """At the start; from then on the number counts."""
    await missed.look_around(None, world.desk())

    assert world.bindings.known == {"greeter": BOUND}
