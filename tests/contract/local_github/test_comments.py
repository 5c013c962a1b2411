"""Every place for comments: people are read as they stand now, and the bot knows its own."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from bot import errors, ports
from bot.adapters.chat.github_comments import GitHubComments
from tests.contract.local_github.places import CommentPlace, FakeIssue, LocalIssue

MARK = "<!-- mark -->"
GONE = 10**9


@pytest.fixture(params=["fake", "local world"])
def place(request: pytest.FixtureRequest) -> CommentPlace:
    """An issue in memory, and one at the local world's GitHub."""
    if request.param == "fake":
        return FakeIssue()
    known = request.getfixturevalue
    issue = known("alice").create_issue("Release?")
    comments = GitHubComments(known("connection"), known("deliveries").login)
    return LocalIssue(comments, known("owner"), issue)


async def test_a_person_is_read_as_they_stand_now(place: CommentPlace) -> None:
    """With their number, after an edit too; what was taken back is gone."""
    said = place.say("/release minor")
    read = await place.comments.read(said)
    place.say_otherwise(said, "never mind")
    edited = await place.comments.read(said)
    place.take_back(said)

    assert read == ports.Comment(id=said, author=place.person, text="/release minor", is_ours=False)
    assert edited
    assert (edited.text, edited.author) == ("never mind", place.person)
    assert await place.comments.read(said) is None
    assert await place.comments.read(GONE) is None


async def test_the_bot_finds_its_own(place: CommentPlace) -> None:
    """By the marker, among others that only look like it, and only at that issue."""
    place.say(f"{MARK} mine")
    assert await place.comments.find(place.issue, MARK) is None
    await place.comments.write(place.issue, f"{MARK}\nOnce.")

    ours = await place.comments.find(place.issue, MARK)
    assert ours
    assert (ours.text, ours.is_ours) == (f"{MARK}\nOnce.", True)
    assert await place.comments.read(ours.id) == ours
    assert await place.comments.find(place.issue, "<!-- another -->") is None
    assert await place.comments.find(place.other, MARK) is None


async def test_an_answer_is_edited_in_place(place: CommentPlace) -> None:
    """It stays one, and is found as before."""
    await place.comments.write(place.issue, f"{MARK}\nOnce.")
    ours = await place.comments.find(place.issue, MARK)
    assert ours
    for _ in range(2):
        await place.comments.edit(ours.id, f"{MARK}\nTwice.")

    assert place.texts() == [f"{MARK}\nTwice."]
    found = await place.comments.find(place.issue, MARK)
    assert found
    assert found.id == ours.id


async def test_a_sign_is_left_once(place: CommentPlace) -> None:
    """One of each kind."""
    said = place.say("/release")
    for sign in ("eyes", "eyes", "confused"):
        await place.comments.react(said, sign)

    assert sorted(place.reactions(said)) == ["confused", "eyes"]


ACTS: Mapping[str, Callable[[ports.Comments, int, int], Awaitable[None]]] = {
    "react": lambda comments, _, comment: comments.react(comment, "eyes"),
    "write": lambda comments, issue, _: comments.write(issue, f"{MARK}\nTwice."),
    "edit": lambda comments, _, comment: comments.edit(comment, f"{MARK}\nTwice."),
}


@pytest.mark.parametrize("write", ACTS)
async def test_a_write_whose_answer_is_lost_has_happened(place: CommentPlace, write: str) -> None:
    """Once: whoever asked is told that nobody knows, and looks."""
    await place.comments.write(place.issue, f"{MARK}\nOnce.")
    ours = await place.comments.find(place.issue, MARK)
    assert ours
    place.lose_the_answer(write)
    with pytest.raises(errors.Unknown):
        await ACTS[write](place.comments, place.issue, ours.id)

    expected = {
        "react": ([f"{MARK}\nOnce."], ["eyes"]),
        "write": ([f"{MARK}\nOnce.", f"{MARK}\nTwice."], []),
        "edit": ([f"{MARK}\nTwice."], []),
    }
    assert (place.texts(), place.reactions(ours.id)) == expected[write]


@pytest.mark.parametrize("write", ["react", "edit"])
async def test_what_is_gone_takes_no_more(place: CommentPlace, write: str) -> None:
    """That is told, and nothing else happens."""
    said = place.say("/release")
    place.take_back(said)
    with pytest.raises(errors.Failed):
        await ACTS[write](place.comments, place.issue, said)

    assert place.texts() == []
