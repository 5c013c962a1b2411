"""Adopting by hand: a releaser names a tag, and a release is started for it."""

import pytest

from bot import errors
from bot.domain.conversation import commands, grammar
from handlers import adopting, routing
from handlers.desk import Desk
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_releases import FakeReleases


def desk_of(releases: FakeReleases) -> Desk:
    """A desk with nothing going on."""
    return Desk(releases=releases, roles=lambda: ROLES)


@pytest.mark.parametrize("typed", ["adopt v1.2.0", "adopt greeter v1.2.0", "/release adopt v1.2.0"])
async def test_what_is_typed_starts_a_release_for_the_tag(typed: str) -> None:
    """The answer leads to the card."""
    releases = FakeReleases()
    command = grammar.parse(typed, caller("alice"), ("greeter",))
    reply = await routing.handle(command, desk_of(releases))

    assert releases.asked == [
        commands.StartRelease(
            project="greeter", bump="", person="alice", delivery="1", adopts="v1.2.0"
        )
    ]
    assert reply.release == commands.release_id("greeter", "1")


async def test_only_a_releaser_may() -> None:
    """As with every start."""
    command = grammar.parse("adopt v1.2.0", caller("bob"), ("greeter",))
    with pytest.raises(errors.Refused, match="bob does not have the role releaser"):
        await routing.handle(command, desk_of(FakeReleases()))


async def test_nothing_is_adopted_in_secret() -> None:
    """Others have to see it."""
    command = commands.Adopt(caller=caller("alice", is_direct=True), project="greeter", tag="v1")
    with pytest.raises(errors.Refused, match="direct message"):
        await adopting.on_adopt(command, desk_of(FakeReleases()))


def test_a_tag_has_to_be_named() -> None:
    """Nothing is guessed."""
    with pytest.raises(errors.BadInput, match="adopt needs a tag or a version"):
        grammar.parse("adopt", caller("alice"), ("greeter",))
