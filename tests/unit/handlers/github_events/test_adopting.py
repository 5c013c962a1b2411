"""What somebody published or tagged by hand: adopted, told or left alone."""

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


COMMIT = "c" * 40


def pushed(pusher: int = 501, sender: str = "alice", tag: str = "v1.3.0") -> Any:  # noqa: ANN401  # an event
    """Somebody pushes a tag."""
    return values.TagPushed(
        repository=1001, name="acme/greeter", sender=sender, tag=tag, pusher=pusher
    )


@pytest.fixture
def tagged(world: World) -> World:
    """The operator lets tags start releases, and v1.3.0 is one."""
    world.tags, world.origin.tags = "release", {"v1.3.0": COMMIT}
    return world


async def test_a_releasers_tag_is_released(tagged: World) -> None:
    """On the pusher's behalf, named by the tag and its commit, so that a repeat is the same."""
    outcome = await routing.handle(pushed(), tagged.desk())

    delivery = f"github:tag:v1.3.0:{COMMIT}"
    assert tagged.releases.asked == [
        StartRelease(project="greeter", bump="", person="alice", delivery=delivery, adopts="v1.3.0")
    ]
    assert outcome.startswith("adopted as release ")
    assert tagged.notices.texts() == []


async def test_a_tag_that_is_gone_is_nothing(tagged: World) -> None:
    """The event is a hint; the truth is looked up."""
    tagged.origin.tags.clear()

    assert await routing.handle(pushed(), tagged.desk()) == "the tag is gone"
    assert (tagged.releases.asked, tagged.notices.texts()) == ([], [])


@pytest.mark.parametrize(("pusher", "sender"), [(502, "bob"), (9999, "alice"), (0, "")])
async def test_anybody_elses_tag_is_told_with_what_to_type(
    tagged: World, pusher: int, sender: str
) -> None:
    """Once; an account is known by its number, never by its name."""
    for _ in range(2):
        await routing.handle(pushed(pusher, sender), tagged.desk())

    (text,) = tagged.notices.texts()
    by = f" by {sender}" if sender else ""
    assert tagged.releases.asked == []
    assert text == (
        f"v1.3.0 of greeter was tagged by hand{by}, and nobody with the right to release is known "
        "by that account. Nothing was started: type adopt greeter v1.3.0 to have it checked, "
        "released, and announced. That is for alice."
    )


@pytest.mark.parametrize(("tags", "told"), [("tell", 1), ("ignore", 0)])
async def test_the_operator_may_want_less_of_tags(tagged: World, tags: Any, told: int) -> None:  # noqa: ANN401  # a choice of three
    """Then nothing is started, whoever it was; left out, tags mean nothing."""
    tagged.tags = tags
    await routing.handle(pushed(), tagged.desk())

    assert (tagged.releases.asked, len(tagged.notices.texts())) == ([], told)
    assert World().tags == "ignore"


async def test_the_tag_of_a_public_release_starts_nothing_beside_it(tagged: World) -> None:
    """Publishing in the browser makes both events: the release is the one that counts."""
    tagged.origin.publish("v1.3.0", number=77)
    outcome = await routing.handle(pushed(), tagged.desk())
    assert (outcome, tagged.releases.asked) == (
        "its release is public, which is heard of by itself",
        [],
    )
    await routing.handle(published(), tagged.desk())

    [asked] = tagged.releases.asked
    assert isinstance(asked, StartRelease)
    assert asked.delivery == "github:release:77"


async def test_why_a_tag_is_not_released_is_told(tagged: World) -> None:
    """Once for each reason, with the next step."""
    for why in ("nightly is no tag that names a version.", "It is busy."):
        tagged.releases.refusal = errors.Refused(why, "Do it otherwise.")
        for _ in range(2):
            assert await routing.handle(pushed(), tagged.desk()) == "told"

    assert tagged.notices.texts()[0] == (
        "v1.3.0 of greeter was tagged by hand by alice, and nothing was started. "
        "nightly is no tag that names a version. Do it otherwise."
    )
    assert len(tagged.notices.texts()) == 2


async def test_a_tag_of_ours_at_another_commit_is_somebody_elses(tagged: World) -> None:
    """Made anew by hand, after ours was given up or against it; the start judges which."""
    tagged.origin.tags["v1.2.0"] = COMMIT
    await routing.handle(pushed(tag="v1.2.0"), tagged.desk())

    assert len(tagged.releases.asked) == 1
