"""A release at Slack: asked for by a command, approved by two clicks, shown, announced."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot import ports
from bot.rehearsal.slack.workspace import FOREIGN_TEAM, set_flags
from bot.releases.service import DurableReleases
from tests.durable.at_slack import approve, at_work
from tests.durable.driving import Bench
from tests.fakes.fake_world import FakeWorld
from tests.fakes.slack_office import CHANNEL, NEWS, Office, eventually, open_office, read


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The workspace."""
    async with open_office(tmp_path / "office") as opened:
        yield opened


async def test_a_whole_release(bench: Bench, world: FakeWorld, office: Office) -> None:
    """By command and two people's clicks; one card, one thread, and nothing twice."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.told("alice", "being planned")
        await office.card("Waits for")
        await approve(office, "bob")
        await office.told("bob", "Your approval is counted. 1 of 2 approvals")
        await office.card("1 of 2")
        await approve(office, "carol")
        card = await office.card("Released")
        await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))

    assert len(office.messages()) == 1
    assert "releasebot:approve" not in str(card["blocks"])
    assert len([post for post in world.chat.posts if post.channel == "releases"]) == 1


async def test_nobody_approves_their_own(bench: Bench, office: Office) -> None:
    """The refusal is told to that person alone, with its code."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.card("Waits for")
        await approve(office, "alice")

        assert "reason: own_release" in await office.told("alice", "reason:")


@pytest.mark.parametrize(
    ("flag", "sentence"),
    [
        ("is_restricted", "is a guest's"),
        ("is_ultra_restricted", "is a guest's"),
        ("is_bot", "is a bot's"),
        ("deleted", "is deactivated"),
        ("", "belongs to another Slack workspace"),
    ],
)
async def test_no_vote_of_an_account_that_may_only_look(
    bench: Bench, office: Office, flag: str, sentence: str
) -> None:
    """Although the operator lists bob as an approver; the others go on without him."""
    desk, bob = office.slack.desk, office.people["bob"].id
    if flag:
        set_flags(desk, bob, flag)
    else:
        change = "UPDATE slack_users SET team = ? WHERE id = ?"
        desk.storage.db.execute(change, (FOREIGN_TEAM, bob))
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.card("Waits for")
        await approve(office, "bob")
        refused = await office.told("bob", "reason:")
        votes = bench.rows("SELECT * FROM votes")
        await approve(office, "carol")
        await office.card("1 of 2")

    assert sentence in refused
    assert "reason: foreign_account" in refused
    assert votes == []


async def test_clicks_at_the_same_time_count_once_each(bench: Bench, office: Office) -> None:
    """Fifty of them, by two people; each is answered."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        card = await office.card("Waits for")
        names = ("bob", "bob", "carol") * 17
        action = next(
            e["action_id"] for b in card["blocks"] if b["type"] == "actions" for e in b["elements"]
        )
        clicks = (office.people[name].clicks(action, card, stale=True) for name in names)
        done = await asyncio.gather(*clicks)
        await office.card("1 of 2")

    assert all(each.acknowledged for each in done)


async def test_a_bot_that_is_killed_between_click_and_edit(bench: Bench, office: Office) -> None:
    """The vote was stored; the next bot shows it in the same message."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.card("Waits for")
        office.slack.fails("dropped", "chat.update", times=100)
        await approve(office, "bob")
    office.slack.desk.faults.clear()
    async with at_work(bench, office):
        await office.card("1 of 2")
        await approve(office, "carol")
        card = await office.card("Released")
        await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))

    lines = [line for message in office.thread(card) for line in read(message).splitlines()]
    assert len(office.messages()) == 1
    assert len(lines) == len(set(lines))


async def test_a_late_click_is_answered(bench: Bench, office: Office) -> None:
    """After the release is done, on a button that somebody still sees."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        first = await office.card("Waits for")
        await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        await office.card("Released")
        await office.people["bob"].clicks("Reject…", first, stale=True)
        bob = office.people["bob"]
        await eventually(bob.sees_dialog)
        bob.fills("reason.0", "too late")
        await bob.submits()

        shown = bob.sees_dialog()
        assert shown is not None
        assert "question_closed" in str(shown["errors"])


async def test_notes_are_edited_in_a_dialog(bench: Bench, office: Office) -> None:
    """A second editor is told that the notes are not those that were shown."""
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        card = await office.card("Waits for")
        alice = office.people["alice"]
        await alice.clicks("Edit notes…", card)
        await eventually(alice.sees_dialog)
        alice.fills("text.0", "### Added\n\n- Something else.")
        await alice.submits()
        await office.told("alice", "The notes are saved")
        await eventually(lambda: "Something else" in read(office.messages()[0]))
        await alice.clicks("Edit notes…", card, stale=True)
        shown = await eventually(alice.sees_dialog)
        await alice.types("/release status", CHANNEL)

        assert "Something else" in str(shown["blocks"])


async def test_a_second_editor_is_told(bench: Bench, office: Office) -> None:
    """With what is there now; what was typed stays, and the next yes saves it."""
    async with at_work(bench, office) as driver:
        await office.people["alice"].types("/release minor", CHANNEL)
        card = await office.card("Waits for")
        alice = office.people["alice"]
        await alice.clicks("Edit notes…", card)
        await eventually(alice.sees_dialog)
        (row,) = await driver.releases.recent("greeter", 1)
        await driver.edit(await driver.releases.status(row["release"]), "Somebody was faster.")
        alice.fills("text.0", "Mine.")
        await alice.submits()

        shown = alice.sees_dialog()
        assert shown is not None
        assert "Somebody was faster." in read(shown)
        assert shown["blocks"][-1]["element"]["initial_value"] == "Mine."
        await driver.until_asked(row["release"])
        await alice.submits()
        await office.told("alice", "The notes are saved")
        await eventually(lambda: "Mine." in read(office.messages()[0]))


async def test_what_was_typed_outlives_the_dialog_and_the_bot(bench: Bench, office: Office) -> None:
    """The next dialog begins with it, and says so; where the notes have changed, it shows both."""
    alice = office.people["alice"]
    async with at_work(bench, office) as driver:
        await alice.types("/release minor", CHANNEL)
        card = await office.card("Waits for")
        await alice.clicks("Edit notes…", card)
        await eventually(alice.sees_dialog)
        await alice.types_into("text.0", "Half a sent")
        await eventually(lambda: bench.rows("SELECT * FROM drafts"))
        await alice.closes()
        await alice.clicks("Edit notes…", card)
        first = await eventually(alice.sees_dialog)
        await alice.closes()
        (row,) = await driver.releases.recent("greeter", 1)
        await driver.edit(await driver.releases.status(row["release"]), "Bob was faster.", "bob")
    await eventually(lambda: not office.slack.sockets.connections)
    async with at_work(bench, office):
        await alice.clicks("Edit notes…", card, stale=True)
        second = await eventually(alice.sees_dialog)

    assert "Below is your draft of" in read(first)
    assert "It is not saved yet." in read(first)
    assert first["blocks"][-1]["element"]["initial_value"] == "Half a sent"
    assert "The notes have changed since" in read(second)
    assert "Bob was faster." in read(second)
    assert second["blocks"][-1]["element"]["initial_value"] == "Half a sent"


async def test_a_release_keeps_within_slacks_rates(bench: Bench, office: Office) -> None:
    """With Slack's own limits on, hardly a call is refused, and the end is written."""
    office.slack.desk.limits.are_on = True
    async with at_work(bench, office):
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.card("Waits for")
        await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        card = await office.card("Released")
        await eventually(lambda: any("is released" in read(m) for m in office.thread(card)))

    answers = [e.content for e in office.slack.desk.exchanges if e.kind == "answer"]
    assert len(office.messages()) == 1
    assert sum("ratelimited" in str(answer) for answer in answers) <= 1


@dataclass(slots=True, kw_only=True)
class Announcing(Bench):
    """An engine whose project is announced at Slack alone."""

    chat: ports.Chat
    channel: str

    def releases(self) -> DurableReleases:
        """An engine, not opened yet."""
        known = self.world.project(self.terms)
        project = replace(
            known,
            rules=replace(known.rules, announce=(f"slack:{self.channel}",)),
            outside=replace(known.outside, chats={"slack": self.chat}),
        )
        return DurableReleases(
            self.folder, {"greeter": project}, lambda: dict(self.roles), self.clock
        )


@pytest.mark.parametrize("mishap", ["", "answer_lost", "archived"])
async def test_it_is_announced_at_slack(
    tmp_path: Path, world: FakeWorld, office: Office, mishap: str
) -> None:
    """Once; where the channel is closed, everything else is done and a person is asked."""
    chat, channel = office.platform().chat, office.channel(NEWS)
    bench = Announcing(folder=tmp_path / "data", world=world, chat=chat, channel=channel)
    async with at_work(bench, office) as driver:
        await office.people["alice"].types("/release minor", CHANNEL)
        await office.card("Waits for")
        if mishap == "archived":
            office.slack.archive(NEWS)
        await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        if mishap == "answer_lost":
            await _lose_the_post(office)
        (row,) = await driver.releases.recent("greeter", 1)
        status, _ = await driver.patiently(row["release"])
        card = await office.card("is archived" if mishap == "archived" else "Released")

    assert len(office.messages(NEWS)) == (0 if mishap == "archived" else 1)
    assert status["state"] == ("failed" if mishap == "archived" else "done")
    assert ("Skip announce" in str(card["blocks"])) == (mishap == "archived")
    assert [r["state"] for r in status["ledger"] if r["stage"] == "publish_github_release"] == [
        "done"
    ]


async def _lose_the_post(office: Office) -> None:
    """Let the announcement be posted, and its answer be lost."""
    await eventually(lambda: office.calls("conversations.history"))
    office.slack.fails("answer_lost", "chat.postMessage", times=3)
