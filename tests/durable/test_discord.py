"""A release at Discord: asked for by a command, approved by two clicks, shown, announced."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot import ports
from bot.adapters.chat.live import surface
from bot.rehearsal.discord.faults import Fault
from bot.rehearsal.discord.numbers import Flag, Permission
from bot.releases.service import DurableReleases
from tests.durable.at_discord import approve, at_work
from tests.durable.driving import Bench
from tests.fakes.discord_office import Office, open_office, said
from tests.fakes.fake_world import FakeWorld
from tests.fakes.slack_office import eventually

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
(DENIED,) = (row for row in DATA["discord"] if row["number"] == 72)
EDITS = "/channels/[0-9]+/messages/[0-9]+$"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The server."""
    async with open_office(tmp_path / "office") as opened:
        yield opened


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(surface, "AGAIN", 0.05)


async def ends(office: Office) -> None:
    """Wait until the thread tells that the release is out."""
    await office.card("Released")
    await eventually(lambda: "is released" in office.thread(office.messages()[0])[-1])


async def test_a_whole_release(bench: Bench, world: FakeWorld, office: Office) -> None:
    """By command and two people's clicks; one card, one thread, and nothing twice."""
    async with at_work(bench, office):
        assert "being planned" in await office.types("alice", "start", bump="minor")
        await office.card("Waits for")
        assert "Your approval is counted. 1 of 2 approvals" in await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        await ends(office)

    assert len(office.messages()) == 1
    assert ":approve:" not in str(office.messages()[0]["components"])
    assert len([post for post in world.chat.posts if post.channel == "releases"]) == 1


async def test_nobody_approves_their_own(bench: Bench, office: Office) -> None:
    """The refusal is told to that person alone, with its code."""
    async with at_work(bench, office):
        await office.types("alice", "start", bump="minor")
        await office.card("Waits for")

        assert "reason: `own_release`" in await approve(office, "alice")


async def test_clicks_at_the_same_time_count_once_each(bench: Bench, office: Office) -> None:
    """Thirty of one person's, on the button that confirms; each is answered."""
    async with at_work(bench, office):
        await office.types("alice", "start", bump="minor")
        card = await office.card("Waits for")
        asked = (await office.clicks("bob", ":approve:", card)).message
        assert asked is not None
        done = await asyncio.gather(*(office.clicks("bob", "rbp:", asked) for _ in range(30)))
        await office.card("1 of 2")

    assert all(each.answered for each in done)


async def test_a_bot_that_is_killed_between_click_and_edit(bench: Bench, office: Office) -> None:
    """The vote was stored; the next bot shows it in the same message."""
    async with at_work(bench, office):
        await office.types("alice", "start", bump="minor")
        await office.card("Waits for")
        office.discord.faults.add(Fault("unreachable", "PATCH", EDITS, times=1000))
        await approve(office, "bob")
    office.discord.faults.clear()
    async with at_work(bench, office):
        await office.card("1 of 2")
        await approve(office, "carol")
        await ends(office)

    lines = office.thread(office.messages()[0])
    assert len(office.messages()) == 1
    assert len(lines) == len(set(lines))


async def test_a_late_click_is_answered(bench: Bench, office: Office) -> None:
    """After the release is done, on a button that somebody still sees."""
    async with at_work(bench, office):
        await office.types("alice", "start", bump="minor")
        card = await office.card("Waits for")
        await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        await office.card("Released")
        late = await office.clicks("bob", ":approve:", card, stale=True)

        assert "question_closed" in await office.told("bob", late)


@dataclass(slots=True, kw_only=True)
class Announcing(Bench):
    """An engine whose project is announced at Discord alone."""

    chat: ports.Chat
    channel: str

    def releases(self) -> DurableReleases:
        """An engine, not opened yet."""
        known = self.world.project(self.terms)
        project = replace(
            known,
            rules=replace(known.rules, announce=(f"discord:{self.channel}",)),
            outside=replace(known.outside, chats={"discord": self.chat}),
        )
        return DurableReleases(
            self.folder, {"greeter": project}, lambda: dict(self.roles), self.clock
        )


@pytest.mark.parametrize("mishap", ["", "lost post", "lost publication", "denied"])
async def test_it_is_announced_at_discord(
    tmp_path: Path, world: FakeWorld, office: Office, mishap: str
) -> None:
    """Once; where the channel is closed, everything else is done and a person is asked."""
    channel = office.ids.announcements
    bench = Announcing(
        folder=tmp_path / "data", world=world, chat=office.platform().chat, channel=str(channel)
    )
    if mishap.startswith("lost"):
        path = "/crosspost$" if "publication" in mishap else f"/channels/{channel}/messages$"
        office.discord.faults.add(Fault("lost", "POST", path))
    async with at_work(bench, office) as driver:
        await office.types("alice", "start", bump="minor")
        await office.card("Waits for")
        if mishap == "denied":
            office.discord.admin.deny(channel, Permission.SEND_MESSAGES)
        await approve(office, "bob")
        await office.card("1 of 2")
        await approve(office, "carol")
        (row,) = await driver.releases.recent("greeter", 1)
        status, _ = await driver.patiently(row["release"])
        card = await office.card(DENIED["sentence"] if mishap == "denied" else "Released")

    posts = office.messages(channel)
    assert len(posts) == (0 if mishap == "denied" else 1)
    assert all(int(post["flags"]) & Flag.CROSSPOSTED for post in posts)
    assert status["state"] == ("failed" if mishap == "denied" else "done")
    assert ("Skip announce" in said(card)) == (mishap == "denied")
    if mishap == "denied":
        assert status["error"]["code"] == DENIED["code"]
        assert status["error"]["sentence"].startswith(DENIED["sentence"])
        assert status["error"]["next"] == DENIED["next"]
