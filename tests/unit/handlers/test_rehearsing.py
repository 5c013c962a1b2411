"""Rehearsing: who may, what is answered, and how everybody sees it go on."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import errors
from bot.domain.conversation import commands
from bot.domain.conversation.messages import Conversation
from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Rehearsal
from handlers import rehearsing, routing
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.fakes import sample_rehearsal as sample
from tests.fakes.callers import ROLES, caller
from tests.fakes.fake_rehearsals import FakeRehearsals
from tests.fakes.fake_releases import FakeReleases

ID = rehearsal.id_of("greeter", "1")


class Wall:
    """A surface that keeps what it was shown."""

    def __init__(self, error: Exception | None = None) -> None:
        """`error` is raised by whatever is shown."""
        self.shown: list[Conversation] = []
        self._error = error

    async def show(self, conversation: Conversation) -> None:
        """Keep it."""
        if self._error:
            raise self._error
        self.shown.append(conversation)


def rehearse(person: str = "alice", **changes: object) -> commands.Rehearse:
    """Somebody asks for a rehearsal."""
    return commands.Rehearse(caller=caller(person, **changes), project="greeter", bump="minor")


@pytest.fixture
def rehearsals() -> FakeRehearsals:
    """None yet."""
    return FakeRehearsals()


@pytest.fixture
def desk(rehearsals: FakeRehearsals) -> Desk:
    """Where they are asked for."""
    return Desk(releases=FakeReleases(), roles=lambda: ROLES, rehearsals=rehearsals)


async def test_a_request_begins_a_rehearsal(desk: Desk, rehearsals: FakeRehearsals) -> None:
    """At once, and says that it is none of a release; the audit has it."""
    reply = await routing.handle(rehearse(), desk)

    assert [asked.line() for asked in rehearsals.asked] == ["rehearse minor"]
    assert (reply.data["rehearsal"], reply.release) == (ID, "")
    assert "Nothing leaves this machine" in reply.blocks[0].text  # type: ignore[union-attr]  # a line
    ((what, actor, action, data),) = desk.releases.asked  # type: ignore[attr-defined]  # the fake's
    assert (what, actor, action) == ("note", "alice", "rehearses")
    assert (data["rehearsal"], data["state"]) == (ID, "running")


async def test_the_same_request_is_the_same_rehearsal(
    desk: Desk, rehearsals: FakeRehearsals
) -> None:
    """A platform that delivers twice starts nothing new, and the audit has it once."""
    replies = [await routing.handle(rehearse(), desk) for _ in range(2)]

    assert [reply.data["rehearsal"] for reply in replies] == [ID, ID]
    assert len(rehearsals.asked) == len(desk.releases.asked) == 1  # type: ignore[attr-defined]  # the fake's


async def test_it_may_be_asked_for_in_a_direct_message(desk: Desk) -> None:
    """It is no release, so nobody has to see it."""
    reply = await routing.handle(rehearse(is_direct=True), desk)

    assert not reply.error


@pytest.mark.parametrize(("person", "reason"), [("bob", "not_allowed"), ("", "foreign_account")])
async def test_only_a_releaser_may(
    person: str, reason: str, desk: Desk, rehearsals: FakeRehearsals
) -> None:
    """As a release itself."""
    with pytest.raises(errors.Refused) as caught:
        await routing.handle(rehearse(person), desk)

    assert (caught.value.reason, rehearsals.asked) == (reason, [])


async def test_a_bot_that_only_looks_rehearses_nothing(desk: Desk) -> None:
    """It says who does."""
    with pytest.raises(errors.Refused) as caught:
        await routing.handle(rehearse(), replace(desk, rehearsals=None))

    assert caught.value.reason == "not_serving"


async def test_it_is_typed_with_or_without_a_branch(desk: Desk, rehearsals: FakeRehearsals) -> None:
    """In every door's own words."""
    reception = Receptionist(desk)
    for number, line in enumerate(("rehearse 1.2.0 from 1.x", "/release rehearse minor")):
        assert not (await reception.say(line, caller("alice", delivery=str(number)))).error
    wrong = await reception.say("rehearse", caller("alice"))

    asked = [(each.bump, each.branch) for each in rehearsals.asked]
    assert asked == [("1.2.0", "1.x"), ("minor", None)]
    assert wrong.error is not None
    assert "a kind of release, or a version" in wrong.error["sentence"]


async def test_people_see_it_go_on_and_end(
    desk: Desk, rehearsals: FakeRehearsals, caplog: pytest.LogCaptureFixture
) -> None:
    """On every surface, also where another one is broken; the end is in the audit."""
    wall = Wall()
    desk = replace(desk, surfaces=(Wall(RuntimeError("down")), wall))
    states = (sample.begun(), sample.on_its_way(), sample.done())
    with caplog.at_level(logging.ERROR):
        await _following(desk, *((rehearsals.become, each) for each in states))

    assert [shown.card.state for shown in wall.shown] == ["running", "running", "done"]
    assert [len(shown.thread) for shown in wall.shown] == [1, 1, 2]
    assert "on Wall" in caplog.text
    ((_, actor, action, data),) = desk.releases.asked  # type: ignore[attr-defined]  # the fake's
    assert (actor, action, data["state"]) == ("releasebot", "rehearsed", "done")
    assert (data["person"], data["version"]) == ("alice", "1.2.0")


async def test_an_interrupted_one_is_told_after_the_start(desk: Desk) -> None:
    """With how to start it again."""
    wall = Wall()
    desk = replace(desk, surfaces=(wall,), rehearsals=FakeRehearsals(sample.interrupted()))
    await _following(desk)

    assert "Interrupted" in wall.shown[0].card.summary
    assert "rehearse minor" in wall.shown[0].thread[-1].text


async def test_an_audit_that_cannot_be_written_stops_nobody(
    desk: Desk, rehearsals: FakeRehearsals
) -> None:
    """The next one is shown all the same."""
    wall = Wall()
    desk = replace(desk, surfaces=(wall,))
    desk.releases.refusal = OSError("full")  # type: ignore[attr-defined]  # the fake's
    await _following(desk, *[(rehearsals.become, sample.done())] * 2)

    assert len(wall.shown) == 2


async def test_a_page_that_is_opened_later_shows_it_too(
    desk: Desk, rehearsals: FakeRehearsals
) -> None:
    """Among the releases of its project, and of no other."""
    rehearsals.become(sample.on_its_way())
    reception = Receptionist(desk)

    (shown,) = await reception.conversations("greeter", 5)
    assert shown.card.title == "Rehearsal of Greeter 1.2.0"
    assert await reception.conversations("other", 5) == ()


async def _following(desk: Desk, *happens: tuple[Callable[[Rehearsal], None], Rehearsal]) -> None:
    """Follow while that happens."""
    task = asyncio.create_task(rehearsing.follow(desk))
    await asyncio.sleep(0.01)
    for does, shown in happens:
        does(shown)
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
