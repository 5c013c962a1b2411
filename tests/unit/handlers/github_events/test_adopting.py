"""A release that somebody published by hand: adopted, told or left alone."""

from typing import Any

import pytest

from bot import errors
from bot.domain.conversation.commands import StartRelease
from bot.domain.events import values
from handlers.github_events import routing
from tests.fakes.event_world import World


def published(publisher: int = 501, sender: str = "alice", tag: str = "v1.3.0") -> Any:  # noqa: ANN401  # an event
    """Somebody publishes it; 501 is alice, a releaser, 502 is bob, who is none."""
    return values.ReleasePublished(
        repository=1001, name="acme/greeter", sender=sender, tag=tag, publisher=publisher
    )


async def test_a_releasers_release_is_adopted(world: World) -> None:
    """On the publisher's behalf, named by the release's number, so that a repeat is the same."""
    world.origin.publish("v1.3.0", number=77)
    outcome = await routing.handle(published(), world.desk())

    asked = StartRelease(
        project="greeter", bump="", person="alice", delivery="github:release:77", adopts="v1.3.0"
    )
    assert world.releases.asked == [asked]
    assert outcome.startswith("adopted as release ")
    assert world.notices.texts() == []


async def test_what_is_not_public_is_nothing(world: World) -> None:
    """The event is a hint; the truth is looked up."""
    assert await routing.handle(published(), world.desk()) == "no such release is public"
    assert (world.releases.asked, world.notices.texts()) == ([], [])


@pytest.mark.parametrize(("publisher", "sender"), [(502, "bob"), (9999, "mallory"), (0, "")])
async def test_anybody_elses_is_told_with_what_to_type(
    world: World, publisher: int, sender: str
) -> None:
    """Once; an account is known by its number, never by its name."""
    world.origin.publish("v1.3.0")
    for _ in range(2):
        await routing.handle(published(publisher, sender), world.desk())

    (text,) = world.notices.texts()
    assert world.releases.asked == []
    by = f" by {sender}" if sender else ""
    assert text.startswith(f"v1.3.0 of greeter was published by hand{by}, and ")
    assert "type adopt greeter v1.3.0 to have it checked" in text
    assert text.endswith("That is for alice.")


async def test_a_name_is_no_account(world: World) -> None:
    """Whoever is called like a releaser is somebody else."""
    world.origin.publish("v1.3.0")
    await routing.handle(published(9999, "alice"), world.desk())

    assert world.releases.asked == []


@pytest.mark.parametrize(("follows", "told"), [("tell", 1), ("ignore", 0)])
async def test_the_operator_may_want_less(world: World, follows: Any, told: int) -> None:  # noqa: ANN401  # a choice of three
    """Then nothing is started, whoever it was."""
    world.follows = follows
    world.origin.publish("v1.3.0")
    await routing.handle(published(), world.desk())

    assert (world.releases.asked, len(world.notices.texts())) == ([], told)


async def test_why_it_is_not_adopted_is_told(world: World) -> None:
    """With the next step, once."""
    world.origin.publish("v1.3.0")
    world.releases.refusal = errors.Refused(
        "greeter is not enabled yet, so it is only rehearsed.", "Run releasebot doctor."
    )
    assert await routing.handle(published(), world.desk()) == "told"

    (text,) = world.notices.texts()
    assert text == (
        "v1.3.0 of greeter was published by hand by alice, and nothing was started. greeter is "
        "not enabled yet, so it is only rehearsed. Run releasebot doctor."
    )


async def test_a_destination_that_is_silent_is_asked_again(world: World) -> None:
    """Nobody is told that it failed: the delivery gets another turn."""
    world.origin.publish("v1.3.0")
    world.releases.refusal = errors.Unknown("GitHub does not answer.", "Wait.")

    with pytest.raises(errors.Unknown):
        await routing.handle(published(), world.desk())
    assert world.notices.texts() == []


async def test_a_copied_marker_makes_no_release_ours(world: World) -> None:
    """Only together with a tag that is ours; what a release of ours is for is judged later."""
    world.origin.publish("v1.3.0", "<!-- releasebot:r1 -->")
    await routing.handle(published(), world.desk())

    assert len(world.releases.asked) == 1


async def test_a_version_of_ours_that_a_person_published_is_no_echo(world: World) -> None:
    """Without the marker somebody else did it, and whoever decides has to hear of it."""
    world.origin.publish("v1.2.0", "By hand.")
    await routing.handle(published(tag="v1.2.0"), world.desk())

    assert len(world.releases.asked) == 1
