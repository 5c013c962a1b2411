"""Every origin: what is read anew of an event, and what the repository behind a name is."""

from collections.abc import Iterator

import pytest

from bot import errors, ports
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.origin import GitHubOrigin
from tests.contract.local_github.places import PULL, FakePlace, LocalPlace, OriginPlace
from tests.fakes.github_owner import GitHubOwner


@pytest.fixture(params=["fake", "local world"])
def place(request: pytest.FixtureRequest) -> Iterator[OriginPlace]:
    """A repository in memory, and the local world's."""
    if request.param == "fake":
        yield FakePlace()
        return
    connection: Connection = request.getfixturevalue("connection")
    owner: GitHubOwner = request.getfixturevalue("owner")
    yield LocalPlace(GitHubOrigin(connection), owner, request.getfixturevalue("alice"))
    owner.end_faults()


async def test_what_is_not_there_is_an_answer(place: OriginPlace) -> None:
    """An event may tell of what was never there, or is gone."""
    assert await place.origin.merged_pull(999) is None
    assert await place.origin.closed_milestone(999) is None
    assert not await place.origin.tag_commit("v9")
    assert await place.origin.published("v9") is None


async def test_a_tag_is_found_by_its_whole_name(place: OriginPlace) -> None:
    """One whose name only begins so is another."""
    place.tag("v9.1")

    assert await place.origin.tag_commit("v9.1") == place.head()
    assert not await place.origin.tag_commit("v9")


async def test_an_annotated_tag_leads_to_its_commit(place: OriginPlace) -> None:
    """Not to itself, which is what an event names."""
    place.tag("v9", annotated=True)

    assert await place.origin.tag_commit("v9") == place.head()


async def test_a_draft_is_not_published(place: OriginPlace) -> None:
    """A public release brings its tag with it."""
    place.release("v9", draft=False)
    place.release("v10", draft=True)

    public = await place.origin.published("v9")
    assert public is not None
    assert (public.number > 0, public.text) == (True, "Notes")
    assert await place.origin.tag_commit("v9")
    assert await place.origin.published("v10") is None
    assert not await place.origin.tag_commit("v10")


async def test_a_pull_request_counts_when_it_is_merged(place: OriginPlace) -> None:
    """Then it tells its title and labels."""
    number = place.open_pull("release:minor")
    assert await place.origin.merged_pull(number) is None
    place.merge(number)

    assert await place.origin.merged_pull(number) == ports.MergedPull(
        number=number, title=PULL, labels=("release:minor",)
    )


async def test_a_milestone_counts_when_it_is_closed(place: OriginPlace) -> None:
    """Then it tells its title."""
    number = place.open_milestone("1.2.0")
    assert await place.origin.closed_milestone(number) is None
    place.close_milestone(number)

    assert await place.origin.closed_milestone(number) == "1.2.0"


async def test_a_repository_is_known_by_its_number(place: OriginPlace) -> None:
    """Also under another name; that it is private is told."""
    before = await place.origin.identity()
    place.change("privatized")
    private = await place.origin.identity()
    place.change("publicized")
    place.change("renamed", f"{place.name}-new")
    after = await place.origin.identity()

    assert before
    assert private
    assert after
    assert (before.name, before.private, before.archived) == (place.name, False, False)
    assert private.private
    assert not after.private
    assert (after.number, after.name) == (before.number, f"{place.name}-new")


async def test_a_repository_that_is_hidden_is_none(place: OriginPlace) -> None:
    """Until it is shown again."""
    place.change("removed")
    assert await place.origin.identity() is None
    place.change("added")
    assert await place.origin.identity()


async def test_silence_is_no_answer(place: OriginPlace) -> None:
    """Neither "not there" nor "there"."""
    place.tag("v9")
    place.fall_silent()
    origin = place.origin
    for look in (
        origin.identity,
        lambda: origin.merged_pull(1),
        lambda: origin.closed_milestone(1),
        lambda: origin.tag_commit("v9"),
        lambda: origin.published("v9"),
    ):
        with pytest.raises(errors.Unknown):
            await look()
