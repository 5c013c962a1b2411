"""Replacing at Discord: a card or a thread that is gone, or too old, goes on in a new one, once."""

import pytest

from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.adapters.chat.discord.showing import page
from bot.adapters.chat.live import surface
from bot.rehearsal.discord.faults import Fault
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Json, Office, said
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually

EDITS = "/channels/[0-9]+/messages/[0-9]+$"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(surface, "AGAIN", 0.05)
    monkeypatch.setattr(surface, "LATER", 0.05)


async def test_a_card_that_was_deleted_is_posted_anew(
    office: Office, platform: DiscordPlatform
) -> None:
    """Somebody took it away; the release still has one, and its thread goes on."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: office.thread(office.messages()[0]))
    office.discord.admin.delete_message(office.ids.releases, int(card["id"]))
    await platform.surface.show(sample_statuses.conversation("held"))

    await office.card("Held by")


async def _becomes_old(office: Office, platform: DiscordPlatform) -> Json:
    """A card that Discord lets nobody edit any more."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: len(office.thread(office.messages()[0])) == 3)
    office.discord.service.clock.advance(3601)
    office.discord.service.edits_of_old = 0
    return card


def _log(office: Office, old: Json) -> str:
    """The last line of the old card's thread, which outlives it."""
    lines = [line for each in office.messages(int(old["id"])) for line in said(each).splitlines()]
    return lines[-1]


async def test_a_card_that_is_too_old_to_be_edited_goes_on_in_a_new_one(
    office: Office, platform: DiscordPlatform
) -> None:
    """Discord counts the edits of messages older than an hour; the old one is taken away."""
    old = await _becomes_old(office, platform)
    await platform.surface.show(sample_statuses.conversation("done"))
    fresh = await office.card("Released")
    await eventually(lambda: "is released" in _log(office, old))

    assert [each["id"] for each in office.messages()] == [fresh["id"]] != [old["id"]]
    assert f"replaces an older one; the log goes on in <#{old['id']}>" in said(fresh)


async def test_an_old_card_that_cannot_be_taken_away_says_where_it_goes_on(
    office: Office, platform: DiscordPlatform
) -> None:
    """Once, by an answer with a link; the last state is in the new card."""
    old = await _becomes_old(office, platform)
    office.discord.faults.add(Fault("status", "DELETE", EDITS, status=403, code=50013, times=9))
    await platform.surface.show(sample_statuses.conversation("one vote"))
    await eventually(lambda: any(map(_answers, office.messages())))
    await platform.surface.show(sample_statuses.conversation("done"))
    await eventually(lambda: "is released" in _log(office, old))

    first, new, answer = office.messages()
    assert first["id"] == old["id"]
    assert "Released" in said(new)
    assert answer["message_reference"]["message_id"] == old["id"]
    assert f"goes on here: https://discord.com/channels/{office.ids.guild}/" in said(answer)
    assert new["id"] in said(answer)


def _answers(message: Json) -> bool:
    return "out of date" in said(message)


@pytest.mark.parametrize("killed", ["posted", "left"])
@pytest.mark.parametrize("is_refused", [False, True])
async def test_a_bot_that_is_killed_while_it_replaces_a_card_does_so_once(
    office: Office,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
    killed: str,
    *,
    is_refused: bool,
) -> None:
    """Also where the old card could be edited again in the meantime."""
    refusal = Fault("status", "DELETE", EDITS, status=403, code=50013, times=99)
    async with office.staffed(reception) as first:
        old = await _becomes_old(office, first)
        remembered = dict(office.memory.known)
        if killed == "posted":
            office.discord.faults.add(Fault("unreachable", "DELETE", EDITS, times=99))
        elif is_refused:
            office.discord.faults.add(refusal)
        await first.surface.show(sample_statuses.conversation("held"))
        await eventually(lambda: any("Held by" in said(m) for m in office.messages()))
        if killed == "left":
            await eventually(lambda: office.memory.known != remembered)
    office.memory.known.update(remembered)
    office.discord.faults.clear()
    if is_refused:
        office.discord.faults.add(refusal)
    office.discord.service.edits_of_old = 99
    office.discord.service.clock.advance(400)  # the nonce is forgotten
    monkeypatch.setattr(page, "OLD_SECONDS", 0.0)
    async with office.staffed(reception) as second:
        await second.surface.show(sample_statuses.conversation("done"))
        await eventually(lambda: "is released" in _log(office, old))

    others = [each for each in office.messages() if each["id"] != old["id"]]
    assert ["Released" in said(each) for each in others if not _answers(each)] == [True]
    assert len([each for each in others if _answers(each)]) == int(is_refused)
    assert len(office.messages()) - len(others) == int(is_refused)


@pytest.mark.parametrize("is_gone_for_good", [False, True])
async def test_a_thread_that_was_deleted_is_opened_anew(
    office: Office, platform: DiscordPlatform, *, is_gone_for_good: bool
) -> None:
    """By its message, or where Discord opens no second one there, beside it."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    card = await office.card("Waits for")
    await eventually(lambda: len(office.thread(office.messages()[0])) == 3)
    office.discord.admin.delete_channel(int(card["id"]))
    if not is_gone_for_good:
        database = office.discord.service.db
        database.execute("UPDATE discord_messages SET content = json_set(content, '$.flags', 0)")
    await platform.surface.show(sample_statuses.conversation("done"))
    remembered = await eventually(
        lambda: next((k for k in office.memory.known.values() if k.shown > 3), None)
    )

    lines = [said(each) for each in office.messages(int(remembered.thread))]
    assert (remembered.thread == card["id"]) != is_gone_for_good
    assert "is released" in lines[-1]
    if is_gone_for_good:
        await office.card(f"The log goes on in <#{remembered.thread}>")
