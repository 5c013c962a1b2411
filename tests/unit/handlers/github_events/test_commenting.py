"""Comments: a known person is answered once, in words; anybody else gets a sign."""

from typing import Any

import pytest

from bot import errors
from bot.domain.events import values
from handlers.github_events import routing
from tests.fakes.event_world import World

ALICE, STRANGER = 501, 777


def comment(text: str = "/release status", author: int = ALICE, **changes: Any) -> Any:  # noqa: ANN401  # any part of an event
    """What GitHub tells of a comment."""
    known: dict[str, Any] = {"repository": 1001, "name": "acme/greeter", "sender": "alice"}
    return values.CommentWritten(**(known | changes), comment=9, issue=4, author=author, text=text)


def said(world: World) -> list[str]:
    """What the reception was told."""
    return [str(asked[0]) for asked in world.reception.asked]


async def test_a_command_is_answered_in_a_comment(world: World) -> None:
    """A sign at once, then the answer of the one grammar, by the person's account number."""
    world.comments.add(4, 9, ALICE, "/release status\n/release who")
    outcome = await routing.handle(comment("/release status\n/release who"), world.desk())

    assert outcome == "answered alice"
    assert world.comments.reactions == [(9, "eyes")]
    assert said(world) == ["status", "who"]
    callers: list[Any] = [asked[1] for asked in world.reception.asked]
    assert {(c.person, c.account, c.project) for c in callers} == {
        ("alice", "github:501", "greeter")
    }
    assert [c.delivery for c in callers] == ["github:9:0", "github:9:1"]
    (_, answer) = world.comments.there[10_001]
    assert answer.text.startswith("<!-- releasebot:answer:9 -->\n`/release status`")


async def test_the_same_comment_is_answered_once(world: World) -> None:
    """Also when the answer was written and its receipt was lost."""
    world.comments.add(4, 9, ALICE, "/release status")
    world.comments.fail_next("write", when="after")
    with pytest.raises(errors.Unknown):
        await routing.handle(comment(), world.desk())

    assert await routing.handle(comment(), world.desk()) == "it was answered"
    assert world.comments.count("write") == 1
    assert said(world) == ["status"]


async def test_somebody_else_cannot_answer_in_the_bots_place(world: World) -> None:
    """The marker in a stranger's comment is only text."""
    world.comments.add(4, 8, STRANGER, "<!-- releasebot:answer:9 -->")
    world.comments.add(4, 9, ALICE, "/release status")

    assert await routing.handle(comment(), world.desk()) == "answered alice"


async def test_a_stranger_gets_a_sign_and_no_words(world: World) -> None:
    """In a public repository everybody may comment; none makes the bot write."""
    world.comments.add(4, 9, STRANGER, "/release status")
    await routing.handle(comment(author=STRANGER), world.desk())

    assert world.comments.reactions == [(9, "confused")]
    assert (said(world), world.comments.effects) == ([], [])


@pytest.mark.parametrize(
    ("event", "there"),
    [
        (comment("fine"), "fine"),
        (comment(is_bot=True), "/release status"),
        (comment(author=0), "/release status"),
        (comment(), None),
        (comment(), "/release status please"),
        (comment("/release approve"), "/release status"),
    ],
)
async def test_what_is_no_command_is_left_alone(
    world: World, event: values.CommentWritten, there: str | None
) -> None:
    """Talk, programs, deleted users, and comments that are gone or say something else by now."""
    if there is not None:
        world.comments.add(4, 9, ALICE, there)
    await routing.handle(event, world.desk())

    assert (said(world), world.comments.reactions, world.comments.effects) == ([], [], [])


async def test_an_author_is_the_one_that_the_host_shows(world: World) -> None:
    """An event that names somebody else commands nothing."""
    world.comments.add(4, 9, STRANGER, "/release status")
    await routing.handle(comment(), world.desk())

    assert said(world) == []
