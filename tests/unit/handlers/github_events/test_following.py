"""Following: one answer says how the release goes on, from its start to its end."""

import dataclasses

from bot.domain import card
from bot.domain.conversation.messages import Conversation, Line, Reply
from bot.domain.events import values
from bot.domain.rehearsals import words
from bot.ports import LiveMessage
from handlers.github_events import routing
from handlers.github_events.following import CommentFollower
from tests.fakes import sample_rehearsal
from tests.fakes import sample_status as sample
from tests.fakes.event_world import World


class Memory:
    """Implements `ports.LiveMessages`."""

    def __init__(self) -> None:
        """Nothing is remembered."""
        self.kept: dict[tuple[str, str, str], LiveMessage] = {}

    async def recall(self, platform: str, channel: str, release: str) -> LiveMessage | None:
        """What was remembered."""
        return self.kept.get((platform, channel, release))

    async def remember(self, message: LiveMessage) -> None:
        """Keep it."""
        self.kept[message.platform, message.channel, message.release] = message


def shown(state: str) -> Conversation:
    """The sample release in this state."""
    made = card.make_card(sample.asked())
    return Conversation(card=dataclasses.replace(made, state=state), thread=())


async def started(world: World, memory: Memory) -> CommentFollower:
    """A release that was asked for in a comment."""
    world.reception.answer = lambda _text, _caller: Reply(
        blocks=(Line(text="It is being planned."),),
        data={"bump": "minor"},
        release=sample.RELEASE,
    )
    world.comments.add(4, 9, 501, "/release minor")
    event = values.CommentWritten(
        repository=1001,
        name="acme/greeter",
        sender="alice",
        comment=9,
        issue=4,
        author=501,
        text="/release minor",
    )
    await routing.handle(event, dataclasses.replace(world.desk(), live=memory))
    return CommentFollower(memory, {"greeter": world.comments})


async def test_the_answer_follows_the_release(world: World) -> None:
    """It is edited when the state changes and not at each step; the marker stays."""
    memory = Memory()
    follower = await started(world, memory)
    for state in ("running", "running", "waiting", "done", "done"):
        await follower.show(shown(state))

    (_, answer) = world.comments.there[10_001]
    assert answer.text.startswith("<!-- releasebot:answer:9 -->\n**Greeter 1.2.0**")
    assert f"(release {sample.RELEASE}): done" in answer.text
    assert (world.comments.count("write"), world.comments.count("edit")) == (1, 3)


async def test_the_answer_counts_the_votes(world: World) -> None:
    """Whom the release waits for changes while its state does not; steps are not counted there."""
    follower = await started(world, Memory())
    for state, summary in (
        ("running", "Preparing: 1 of 5 steps done"),
        ("running", "Preparing: 2 of 5 steps done"),
        ("waiting", "Waits for bob and carol: 0 of 2 approvals"),
        ("waiting", "Waits for carol: 1 of 2 approvals"),
    ):
        made = dataclasses.replace(shown(state).card, summary=summary)
        await follower.show(Conversation(card=made, thread=()))

    (_, answer) = world.comments.there[10_001]
    assert "Waits for carol: 1 of 2 approvals" in answer.text
    assert world.comments.count("edit") == 3


async def test_after_a_restart_nothing_is_edited_that_stands_there(world: World) -> None:
    """A new follower looks first."""
    memory = Memory()
    await (await started(world, memory)).show(shown("done"))
    again = CommentFollower(memory, {"greeter": world.comments})
    await again.show(shown("done"))

    assert world.comments.count("edit") == 1


async def test_other_releases_have_no_comment(world: World) -> None:
    """Nor have other projects."""
    follower = CommentFollower(Memory(), {"greeter": world.comments})
    await follower.show(shown("done"))
    await CommentFollower(Memory(), {}).show(shown("done"))

    assert world.comments.effects == []


async def test_the_answer_follows_a_rehearsal_to_its_whole_end(world: World) -> None:
    """It has no page elsewhere, so what it came to is told here."""
    memory = Memory()
    world.reception.answer = lambda _text, _caller: Reply(
        blocks=(Line(text="It is rehearsed."),),
        data={"rehearsal": sample_rehearsal.ID, "rehearses": "minor"},
    )
    world.comments.add(4, 9, 501, "/release rehearse minor")
    event = values.CommentWritten(
        repository=1001,
        name="acme/greeter",
        sender="alice",
        comment=9,
        issue=4,
        author=501,
        text="/release rehearse minor",
    )
    await routing.handle(event, dataclasses.replace(world.desk(), live=memory))
    follower = CommentFollower(memory, {"greeter": world.comments})
    for each in (sample_rehearsal.on_its_way(), sample_rehearsal.done()):
        await follower.show(words.conversation(each))

    (_, answer) = world.comments.there[10_001]
    assert f"(rehearsal {sample_rehearsal.ID}): done" in answer.text
    assert "Nothing left this machine" in answer.text
    assert "Would have been published" in answer.text
