"""Slow clicks at Discord: late, interrupted or in a crowd, each counts once and is answered."""

import asyncio
from typing import Any

import pytest

from bot.adapters.chat.discord.hearing import answers
from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.domain.conversation.messages import Reply
from bot.rehearsal.discord.numbers import Answered
from tests.contract.discord_bot.asked_card import ASKED, pressed, shown
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Office, button, controls
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually


async def test_a_slow_vote_is_deferred_and_counts_once(
    office: Office,
    platform: DiscordPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The person reads that the bot thinks; a dialog that comes too late is a button."""
    card = await shown(office, platform)
    monkeypatch.setattr(answers, "STORED_SECONDS", 0.02)
    opens, presses = reception.open_dialog, reception.press

    async def slow_dialog(*about: Any) -> Reply:  # noqa: ANN401  # as the port says
        await asyncio.sleep(0.2)
        return await opens(*about)

    async def slow_press(*about: Any) -> Reply:  # noqa: ANN401  # as the port says
        await asyncio.sleep(0.2)
        return await presses(*about)

    monkeypatch.setattr(reception, "open_dialog", slow_dialog)
    monkeypatch.setattr(reception, "press", slow_press)
    late = await office.clicks("bob", "Reject", card)
    told = await office.told("bob", late)
    voted = await office.confirms("bob", "Approve", card)

    assert late.answered is Answered.DEFERRED_MESSAGE
    assert "nothing was done" in told
    assert "bob said approve" in voted
    assert len(pressed(reception)) == 1


async def test_a_line_that_breaks_in_mid_click_loses_no_vote(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """The Gateway replays what happened meanwhile, also where the session is gone."""
    card = await shown(office, platform)
    office.discord.hub.abort()
    await office.confirms("bob", "Approve", card)
    office.discord.hub.invalidate()
    await eventually(lambda: office.discord.hub.identified == 2 and platform.is_listening)
    await office.confirms("carol", "Approve", card)

    assert [each[5].person for each in pressed(reception)] == ["bob", "carol"]


async def test_a_click_that_comes_too_late_is_answered(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """The button is not there any more; the engine says what became of the question."""
    card = await shown(office, platform)
    await platform.surface.show(sample_statuses.conversation("held"))
    await office.card("Held by")
    replied = await office.clicks("bob", "Approve", card, stale=True)

    assert "bob said approve" in await office.told("bob", replied)
    assert len(pressed(reception)) == 1


async def test_a_crowd_is_answered(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """Fifty clicks at the same time, each within Discord's three seconds."""
    card = await shown(office, platform)
    custom_id = button(card, "Hold")
    people = [office.person(name) for name in ("alice", "bob", "carol", "dave", "alice")] * 10
    replies = await asyncio.gather(
        *(each.click(office.ids.releases, int(card["id"]), custom_id) for each in people)
    )

    assert all(each.answered for each in replies)
    assert len(reception.asked) == 50
    assert len(controls(card)) == 7


async def test_a_slow_second_step_is_deferred(
    office: Office,
    platform: DiscordPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ships has to be looked up first; it is shown when it is there."""
    card = await shown(office, platform)
    monkeypatch.setattr(answers, "STORED_SECONDS", 0.02)
    platform._surface._cards.clear()
    reception.shown = (ASKED,)
    looks = reception.conversations

    async def slow(project: str, limit: int) -> Any:  # noqa: ANN401  # as the port says
        await asyncio.sleep(0.2)
        return await looks(project, limit)

    monkeypatch.setattr(reception, "conversations", slow)
    asked = await office.clicks("bob", "Approve", card)
    assert asked.answered is Answered.DEFERRED_MESSAGE
    settled = await office.person("bob").settled(asked)
    assert settled.message is not None
    voted = await office.clicks("bob", "rbp:", settled.message)

    assert "bob said approve" in await office.told("bob", voted)
