"""A release by conversation: every door leads to the reception, and every card is made anew."""

from typing import Any

from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Action, Line, Reply, Table
from handlers import herald
from handlers.desk import Desk
from handlers.reception import Receptionist
from tests.durable.driving import Bench, Driver
from tests.fakes.fake_world import FakeWorld


class People:
    """They type and press, each with one's own account."""

    def __init__(self, bench: Bench, driver: Driver) -> None:
        """At a desk of their own in front of the engine."""
        self.desk = Desk(releases=driver.releases, roles=lambda: bench.roles)
        self._reception = Receptionist(self.desk)
        self._said = 0

    async def say(self, person: str, text: str) -> Reply:
        """Type a line."""
        return await self._reception.say(text, self._caller(person))

    async def press(
        self, person: str, status: dict[str, Any], action: Action, **fields: str
    ) -> Reply:
        """Press a button of the release's card, which has to be there."""
        shown = await herald.conversation(status["release"], self.desk)
        button = next(each for each in shown.card.buttons if each.action == action)
        return await self._reception.press(
            action, button.release, button.question, button.argument, fields, self._caller(person)
        )

    async def thread(self, release: str) -> list[str]:
        """What the thread tells, without its times."""
        shown = await herald.conversation(release, self.desk)
        return [event.text.partition(" until ")[0] for event in shown.thread]

    def _caller(self, person: str) -> Caller:
        self._said += 1
        return Caller(account=f"console:{person}", person=person, delivery=f"d{self._said}")


async def test_a_release_is_talked_through(bench: Bench, driver: Driver) -> None:
    """Asked for, held, resumed, approved by a typed yes and a click, and released."""
    people = People(bench, driver)
    release = (await people.say("alice", "minor")).release
    await driver.until_asked(release)
    second = await people.say("alice", "minor")
    await people.say("alice", "hold the docs are late")
    await people.say("bob", "approve")
    status = await driver.until(release, "held")
    await people.press("alice", status, "resume")
    last = await people.press("carol", status, "approve")
    await driver.until_ended(release)
    late = await people.say("bob", "reject too late")

    assert second.error is not None
    assert second.error["code"] == "release_running"
    assert last.blocks == (
        Line(text="Your approval is counted. It was the last one needed: this ships.", tone="good"),
    )
    assert late.error is not None
    assert late.error["code"] == "question_closed"
    assert await people.thread(release) == [
        "alice asked for a minor release of greeter.",
        "Planned as 1.2.0.",
        "Everything is built and checked. It needs 2 approvals",
        "alice holds the release: the docs are late.",
        "bob approves.",
        "alice lets it go on.",
        "carol approves.",
        "Approved: shipping.",
        "Greeter 1.2.0 is released.",
    ]


async def test_everybody_can_look(bench: Bench, driver: Driver) -> None:
    """Every answer is made from what the engine really records."""
    people = People(bench, driver)
    status = await driver.released()
    for text in ("status", "list", "who", "checklist", "notes", "audit", "help", "whoami"):
        reply = await people.say("", text)
        assert (reply.error, bool(reply.blocks)) == (None, True), text
    checklist = await people.say("", "checklist 1.2.0")
    shown = await herald.conversation(status["release"], people.desk)
    states = {line["id"]: line["state"] for line in checklist.data["lines"]}

    assert states["pypi"] == states["github"] == states["announced"] == "done"
    assert shown.card.summary.startswith("Released and announced in ")
    assert shown.card.buttons == ()


async def test_a_preview_needs_no_right(bench: Bench, driver: Driver, world: FakeWorld) -> None:
    """It says what would be posted and whose approval is missing, and changes nothing."""
    people = People(bench, driver)
    reply = await people.say("", "plan minor")
    tables = [block for block in reply.blocks if isinstance(block, Table)]

    assert reply.error is None
    assert reply.data["approvals"][0]["needed"] == 2
    assert [table.title for table in tables] == ["What it would post"]
    assert world.effects() == []


async def test_a_release_is_given_up_by_a_button(bench: Bench, driver: Driver) -> None:
    """The card says so, and nothing can be pressed any more."""
    people = People(bench, driver)
    release = await driver.start()
    await driver.until_asked(release)
    await people.press("alice", {"release": release}, "cancel", reason="wrong branch")
    await driver.until_ended(release)
    shown = await herald.conversation(release, people.desk)

    assert shown.card.summary == (
        "alice cancelled this release: wrong branch. Nothing of it is public; 1.2.0 is free again."
    )
    assert shown.card.buttons == ()
    assert (await people.thread(release))[-2:] == [
        "alice cancels the release: wrong branch.",
        "Ended. Nothing of it was public: its branch is removed, 1.2.0 is free again.",
    ]


async def test_notes_are_edited_in_a_dialog(bench: Bench, driver: Driver) -> None:
    """The question becomes void with the reason, and people are asked about the new text."""
    people = People(bench, driver)
    release = await driver.start()
    first = await driver.until_asked(release)
    await people.say("bob", "approve")
    dialog = (await people.say("alice", "notes edit")).dialog
    assert dialog is not None
    status = await driver.releases.status(release)
    await people.press("alice", status, "edit_notes", text="- Better words.", base=dialog.base)
    await driver.until_status(
        release, lambda now: any(q["state"] == "open" and q != first for q in now["questions"])
    )
    shown = await herald.conversation(release, people.desk)

    first_line = next(block for block in shown.card.blocks if isinstance(block, Line))
    assert first_line.text == (
        "Asked anew: alice edited the notes. The approval of bob does not count any more."
    )
