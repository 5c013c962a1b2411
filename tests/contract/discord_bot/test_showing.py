"""Showing at Discord: one card for each release, edited in place, and its thread."""

import asyncio

import pytest

from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.adapters.chat.live import surface
from bot.rehearsal.discord.faults import Fault, Kind
from bot.rehearsal.discord.numbers import Permission
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Office, controls, said
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually

POSTS = "/channels/[0-9]+/messages$"
EDITS = "/channels/[0-9]+/messages/[0-9]+$"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(surface, "AGAIN", 0.05)
    monkeypatch.setattr(surface, "LATER", 0.05)


async def test_a_release_is_one_message(office: Office, platform: DiscordPlatform) -> None:
    """It is edited as the release goes on; what happened is in its thread."""
    for moment in ("preparing", "asked", "one vote", "done"):
        shown = sample_statuses.conversation(moment)
        await platform.surface.show(shown)
        card = await office.card(shown.card.summary[:20])
    await eventually(lambda: "is released" in office.thread(office.messages()[0])[-1])

    assert len(office.messages()) == 1
    assert "Waits for" not in said(card)


@pytest.mark.parametrize("moment", [*sample_statuses.MOMENTS, *sample_statuses.ENDS[:1]])
async def test_every_moment_is_taken(
    office: Office, platform: DiscordPlatform, moment: str
) -> None:
    """Discord refuses nothing of it, and each stage and button is there."""
    shown = sample_statuses.conversation(moment)
    await platform.surface.show(shown)
    card = await office.card(shown.card.summary[:20])

    labels = {each["label"].removesuffix("…") for each in controls(card)}
    assert {button.label for button in shown.card.buttons} | {"Log"} <= labels
    assert all(task.label[:30].replace("_", "\\_") in said(card) for task in shown.card.tasks)


async def test_only_those_who_must_act_are_pinged(
    office: Office, platform: DiscordPlatform
) -> None:
    """In the thread, and nobody by the card."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(office.discord.admin.pings)

    pinged = {target for _, target in office.discord.admin.pings()}
    assert pinged == {str(office.ids.bob), str(office.ids.carol)}
    assert office.discord.admin.pings(int(card["id"])) == []


async def test_states_that_were_overtaken_are_not_written(
    office: Office, platform: DiscordPlatform
) -> None:
    """Ten changes at once are two or three writes, and the last one stands there."""
    for moment in ("planned", "preparing", "asked", "one vote", "publishing") * 2:
        await platform.surface.show(sample_statuses.conversation(moment))
    await platform.surface.show(sample_statuses.conversation("held"))
    await office.card("Held by")

    edits = [each for each in office.discord.record.received if each.method == "PATCH"]
    assert len(edits) <= 2


async def test_the_same_state_is_written_once(office: Office, platform: DiscordPlatform) -> None:
    """A restart of the herald costs no call."""
    shown = sample_statuses.conversation("held")
    await platform.surface.show(shown)
    await office.card("Held by")
    await eventually(lambda: office.thread(office.messages()[0]))
    office.discord.record.received.clear()
    await platform.surface.show(shown)
    await platform.surface.show(sample_statuses.conversation("done"))
    await office.card("Released")

    edits = [each for each in office.discord.record.received if each.method == "PATCH"]
    assert len(edits) == 1


@pytest.mark.parametrize("kind", ["lost", "unreachable", "limited", "status"])
async def test_a_post_whose_answer_got_lost_is_one_post(
    office: Office, platform: DiscordPlatform, kind: Kind
) -> None:
    """The history and the nonce say that it is there."""
    office.discord.faults.add(Fault(kind, "POST", POSTS, status=503, times=2))
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    await eventually(lambda: office.thread(office.messages()[0]))

    assert len(office.messages()) == 1
    lines = office.thread(office.messages()[0])
    assert len(lines) == len(set(lines)) == 3


@pytest.mark.parametrize("kind", ["lost", "unreachable", "limited", "status"])
async def test_an_edit_is_tried_again(
    office: Office, platform: DiscordPlatform, kind: Kind
) -> None:
    """The final state is always written."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    office.discord.faults.add(Fault(kind, "PATCH", EDITS, status=503))
    await platform.surface.show(sample_statuses.conversation("done"))

    await office.card("Released")


async def test_a_bot_that_was_killed_goes_on_in_the_same_message(
    office: Office, reception: FakeReception
) -> None:
    """By what it remembered, and also where it had no time to remember."""
    async with office.staffed(reception) as first:
        await first.surface.show(sample_statuses.conversation("asked"))
        await office.card("Waits for")
        await eventually(lambda: len(office.thread(office.messages()[0])) == 3)
    office.memory.known.clear()
    async with office.staffed(reception) as second:
        await second.surface.show(sample_statuses.conversation("one vote"))
        await office.card("1 of 2")
        await second.surface.show(sample_statuses.conversation("done"))
        await eventually(lambda: "is released" in office.thread(office.messages()[0])[-1])

    lines = office.thread(office.messages()[0])
    assert len(office.messages()) == 1
    assert len(lines) == len(set(lines)) == 6


async def test_what_ended_before_is_not_dug_out(office: Office, platform: DiscordPlatform) -> None:
    """A bot that is new to a server does not flood it."""
    await platform.surface.show(sample_statuses.conversation("done"))
    path = f"/channels/{office.ids.releases}/messages"
    await eventually(lambda: [e for e in office.discord.record.received if e.path == path])

    assert office.messages() == []


async def test_a_missing_permission_stops_nothing(
    office: Office, platform: DiscordPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and shown as soon as the permission is there."""
    office.discord.admin.deny(office.ids.releases, Permission.SEND_MESSAGES)
    await platform.surface.show(sample_statuses.conversation("asked"))
    await eventually(lambda: "may not do that" in caplog.text)
    office.discord.admin.allow(office.ids.releases, Permission.SEND_MESSAGES)

    await office.card("Waits for")

    assert caplog.text.count("may not do that") == 1


async def test_a_channel_that_is_gone_stops_nothing(
    office: Office, platform: DiscordPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once what to do; the other releases are shown as before."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    office.discord.admin.delete_channel(office.ids.releases)
    await platform.surface.show(sample_statuses.conversation("held"))
    await eventually(lambda: f"no Discord channel {office.ids.releases} any more" in caplog.text)
    await platform.surface.show(sample_statuses.conversation("done"))
    await asyncio.sleep(0.2)

    assert caplog.text.count("any more") == 1
    assert "Name another one in the project's channels" in caplog.text


async def test_a_card_outlives_every_interaction(office: Office, platform: DiscordPlatform) -> None:
    """It is edited by the bot's own token: that of a click is good for fifteen minutes."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await office.clicks("bob", "Log", card)
    office.discord.service.clock.advance(16 * 60)
    await platform.surface.show(sample_statuses.conversation("done"))
    await office.card("Released")

    edits = [e.path for e in office.discord.record.received if e.method == "PATCH"]
    assert edits == [f"/channels/{office.ids.releases}/messages/{card['id']}"]


async def test_an_archived_thread_wakes(office: Office, platform: DiscordPlatform) -> None:
    """A release may wait for days."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: len(office.thread(office.messages()[0])) == 3)
    office.discord.admin.archive(int(card["id"]))
    await platform.surface.show(sample_statuses.conversation("done"))

    await eventually(lambda: "is released" in office.thread(office.messages()[0])[-1])
