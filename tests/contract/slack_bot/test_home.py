"""The home tab at Slack: as long as somebody may look at it, it is as the releases are."""

import asyncio
from typing import Any

import pytest

from bot.adapters.chat.slack.hearing import home_tabs
from bot.domain.answers import rhythms
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Line, Reply
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_cadence import standing
from tests.fakes.slack_office import Office, eventually, read

Json = dict[str, Any]


async def test_the_home_tab_follows(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as somebody may still look at it."""
    monkeypatch.setattr(home_tabs, "PAUSE", 0.05)
    reception.shown = (sample_statuses.conversation("asked"),)
    async with office.staffed(reception) as platform:
        bob = office.people["bob"]
        await bob.opens_home()
        await eventually(lambda: "Waits for" in read(bob.sees_home()))
        reception.shown = (sample_statuses.conversation("done"),)
        await platform.surface.show(reception.shown[0])

        await eventually(lambda: "Released" in read(bob.sees_home()))


async def test_the_home_tab_ends_with_what_is_next_by_cadence(
    office: Office, reception: FakeReception
) -> None:
    """A line for each project, below the newest releases; nothing where there is none."""
    found = [standing("2026-10-20"), standing("2026-11-20", title="Acme Waiter")]
    reception.coming = lambda _: Reply(blocks=rhythms.upcoming_blocks(found))
    async with office.staffed(reception):
        await office.people["bob"].opens_home()
        told = await eventually(lambda: _after_heading(office.people["bob"].sees_home()))
        reception.coming = lambda _: Reply()
        await office.people["alice"].opens_home()
        await eventually(lambda: "newest" in read(office.people["alice"].sees_home()))

    assert "Acme Greeter · minor release · overdue by 14 days · 5 changes wait" in told
    assert told.index("Acme Greeter") < told.index("Acme Waiter")
    assert "cadence" not in read(office.people["alice"].sees_home())


async def test_a_slow_repository_keeps_nobody_waiting(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tab is shown without it, and once more when it has answered."""
    answered = asyncio.Event()

    async def slowly(_: Caller) -> Reply:
        await answered.wait()
        return Reply(blocks=(Line(text="greeter is due"),))

    monkeypatch.setattr(reception, "upcoming", slowly)
    reception.shown = (sample_statuses.conversation("asked"),)
    async with office.staffed(reception):
        bob = office.people["bob"]
        await bob.opens_home()
        await eventually(lambda: "being looked at" in read(bob.sees_home()))
        assert "Waits for" in read(bob.sees_home())
        answered.set()

        await eventually(lambda: "greeter is due" in read(bob.sees_home()))


async def test_the_days_pass_on_every_tab(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no release changes, and for somebody who has not looked for long."""
    monkeypatch.setattr(home_tabs, "ANEW", 0.2)
    monkeypatch.setattr(home_tabs, "LOOKING", -1.0)
    async with office.staffed(reception):
        bob = office.people["bob"]
        await bob.opens_home()
        await eventually(lambda: "newest" in read(bob.sees_home()))
        reception.coming = lambda _: Reply(blocks=(Line(text="greeter is overdue"),))

        await eventually(lambda: "greeter is overdue" in read(bob.sees_home()))


def _after_heading(shown: Json | None) -> str:
    return read(shown).partition("Next by cadence")[2]
