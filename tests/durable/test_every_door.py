"""One release at Slack, at Discord and in the console at once: one vote for each person."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import ports
from bot.adapters.chat.console import Console
from bot.adapters.rehearsals.live_files import LiveFiles
from bot.adapters.web import server
from bot.domain.approvals.question_words import LAST
from bot.rehearsal.discord.faults import Fault
from bot.rehearsal.discord.numbers import Flag
from bot.releases.service import DurableReleases
from handlers import rehearsing
from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist
from tests.durable import at_discord, at_slack
from tests.durable.driving import Bench, Driver
from tests.fakes import discord_office, sample_rehearsal, slack_office
from tests.fakes.discord_office import said
from tests.fakes.fake_rehearsals import FakeRehearsals
from tests.fakes.fake_world import FakeWorld
from tests.fakes.sample_site import KEY, sample_site
from tests.fakes.slack_office import CHANNEL, NEWS, eventually, read


@dataclass(slots=True, kw_only=True)
class Everywhere(Bench):
    """An engine whose project is announced at Slack and at Discord."""

    slack: slack_office.Office
    discord: discord_office.Office
    chats: dict[str, ports.Chat] = field(default_factory=dict)  # those of the bot at work
    rehearsals: FakeRehearsals = field(default_factory=FakeRehearsals)

    def releases(self) -> DurableReleases:
        """An engine, not opened yet."""
        known = self.world.project(self.terms)
        channels = (f"slack:{self.slack.channel(NEWS)}", self.at_discord)
        project = replace(
            known,
            rules=replace(known.rules, announce=channels),
            outside=replace(known.outside, chats=self.chats),
        )
        return DurableReleases(
            self.folder, {"greeter": project}, lambda: dict(self.roles), self.clock
        )

    @property
    def at_discord(self) -> str:
        """The channel of the announcement at Discord."""
        return f"discord:{self.discord.ids.announcements}"

    def announced(self) -> tuple[int, int]:
        """How many announcements stand at Slack, and at Discord."""
        news = self.discord.messages(self.discord.ids.announcements)
        return len(self.slack.messages(NEWS)), len(news)


@pytest.fixture
async def bench(tmp_path: Path, world: FakeWorld) -> AsyncIterator[Everywhere]:
    """Both chats with the same people, and an engine."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_office.open_office(tmp_path / "slack"))
        discord = await stack.enter_async_context(discord_office.open_office(tmp_path / "discord"))
        yield Everywhere(
            folder=tmp_path / "data",
            world=world,
            slack=slack,
            discord=discord,
        )


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody's browser with the console in it."""

    address: str
    session: aiohttp.ClientSession

    async def say(self, person: str, text: str) -> str:
        """Type this as that person; what is told."""
        return await self._post("say", {"as": person, "text": text, "delivery": f"{person}-says-1"})

    async def press(self, person: str, action: str, release: str, question: str) -> str:
        """Press a button of the card as that person; what is told."""
        form = {"as": person, "delivery": f"{person}-{action}-1", "argument": LAST}
        form |= {"action": action, "release": release, "question": question}
        return await self._post("press", form)

    async def _post(self, what: str, form: dict[str, str]) -> str:
        port = self.address.rpartition(":")[2]
        headers = {"Origin": self.address, "Cookie": f"releasebot_{port}={KEY}"}
        address, form = f"{self.address}/console/{what}", {"project": "greeter", **form}
        async with self.session.post(address, data=form, headers=headers) as answer:
            return await answer.text()


@asynccontextmanager
async def at_work(bench: Everywhere) -> AsyncIterator[tuple[Driver, Browser]]:
    """A bot with three doors; at the console carol has read that hers is the last vote."""
    slack, discord, console = bench.slack.platform(), bench.discord.platform(), Console()
    bench.chats = {"slack": slack.chat, "discord": discord.chat}
    async with AsyncExitStack() as stack:
        driver = await stack.enter_async_context(bench.running())
        surfaces = (slack.surface, discord.surface, console)
        desk = Desk(
            releases=driver.releases,
            roles=lambda: bench.roles,
            surfaces=surfaces,
            rehearsals=bench.rehearsals,
        )
        live = LiveFiles(bench.folder, lambda: driver.releases.live_messages)
        reception = Receptionist(desk)
        for platform in (slack, discord):
            await stack.enter_async_context(platform.connected(reception, live))
        site = replace(sample_site(None, console), reception=reception)  # type: ignore[arg-type]  # replaced
        app = server.make_app(site)
        address = await stack.enter_async_context(server.open_server(app, "127.0.0.1:0"))
        session = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        )
        await bench.slack.slack.connected()
        await bench.discord.is_heard(discord)
        following = (Herald(desk).follow(), rehearsing.follow(desk))
        tasks = [asyncio.create_task(each) for each in following]
        try:
            yield driver, Browser(address, session)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_person_has_one_vote_wherever_it_is_given(bench: Everywhere) -> None:
    """Asked for at Slack; bob at Discord, then at Slack; carol in the console; both announce."""
    async with at_work(bench) as (driver, browser):
        await bench.slack.people["alice"].types("/release minor", CHANNEL)
        await bench.slack.card("Waits for")
        await bench.discord.card("Waits for")
        assert "1 of 2 approvals" in await at_discord.approve(bench.discord, "bob")
        await bench.slack.card("1 of 2")
        await bench.discord.card("1 of 2")

        await at_slack.approve(bench.slack, "bob")
        refused = await bench.slack.told("bob", "reason: already_voted")
        assert "approv" in refused

        (row,) = await driver.releases.recent("greeter", 1)
        question = await driver.until_asked(row["release"])
        told = await browser.press("carol", "approve", row["release"], question["id"])
        assert "Your approval is counted" in told
        status, _ = await driver.patiently(row["release"])
        await bench.slack.card("Released")
        await bench.discord.card("Released")

    votes = [(v["person"], v["account"].split(":")[0]) for v in status["questions"][0]["votes"]]
    assert votes == [("bob", "discord"), ("carol", "console")]
    assert status["state"] == "done"
    assert bench.announced() == (1, 1)
    (post,) = bench.discord.messages(bench.discord.ids.announcements)
    assert int(post["flags"]) & Flag.CROSSPOSTED
    assert "Acme" in said(post) or "greeter" in said(post)
    assert read(bench.slack.messages(NEWS)[0])


async def test_a_bot_that_is_killed_after_a_post_announces_once(bench: Everywhere) -> None:
    """The announcement stands at Discord, and nobody has recorded it; the next bot finds it."""
    discord = bench.discord.discord
    path = f"/channels/{bench.discord.ids.announcements}/messages$"
    withheld = discord.faults.add(Fault("withheld", "POST", path, seconds=60))
    async with at_work(bench) as (driver, _):
        await bench.slack.people["alice"].types("/release minor", CHANNEL)
        await bench.slack.card("Waits for")
        (row,) = await driver.releases.recent("greeter", 1)
        await driver.approve(row["release"])
        await eventually(lambda: withheld.met and bench.announced()[1] == 1)
        before = await driver.releases.status(row["release"])
    discord.faults.clear()
    discord.service.clock.advance(600)  # the nonce is forgotten: only the history tells
    async with at_work(bench) as (driver, _):
        status, _ = await driver.patiently(row["release"])
        await bench.discord.card("Released")

    assert bench.at_discord not in str([r for r in before["ledger"] if r["state"] == "done"])
    assert status["state"] == "done"
    assert bench.announced() == (1, 1)


async def test_a_rehearsal_is_asked_for_and_shown_at_every_door(bench: Everywhere) -> None:
    """One message in each chat, edited to its end; nothing of it is a release."""
    async with at_work(bench) as (driver, browser):
        await bench.slack.people["alice"].types("/release rehearse minor", CHANNEL)
        told = await bench.discord.types("alice", "rehearse", bump="1.2.0", branch="main")
        assert "Nothing leaves this machine" in told
        said = await browser.say("alice", "/release rehearse patch")
        assert "Nothing leaves this machine" in said
        assert "not_allowed" in await browser.say("bob", "/release rehearse patch")
        await bench.slack.card("Is being prepared")
        asked = {each.bump: each for each in bench.rehearsals.asked}
        for wanted in asked.values():
            bench.rehearsals.become(sample_rehearsal.done(asked=wanted))
        await eventually(lambda: _ended(bench.slack.messages()) == 3)
        await eventually(lambda: _ended(bench.discord.messages()) == 3)
        releases = await driver.releases.recent("", 5)

    assert set(asked) == {"minor", "1.2.0", "patch"}
    assert asked["1.2.0"].branch == "main"
    assert (len(bench.slack.messages()), len(bench.discord.messages())) == (3, 3)
    assert (releases, bench.announced()) == ((), (0, 0))


def _ended(messages: list[dict[str, Any]]) -> int:
    return sum("would have been released" in json.dumps(each) for each in messages)
