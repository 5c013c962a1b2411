"""Clicking at Discord: buttons and dialogs arrive as they were meant, and each is answered."""

import asyncio
import json
from typing import Any

import pytest

from bot.adapters.chat.discord.hearing import answers
from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.domain.conversation.messages import Button, Reply
from bot.rehearsal.discord.numbers import Answered
from bot.rehearsal.discord.people.reply import Reply as Answer
from tests.fakes import fake_reception, sample_statuses
from tests.fakes.discord_office import Json, Office, button, controls
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually

ASKED = sample_statuses.conversation("asked")


def of_card(action: str) -> Button:
    """The button of the card."""
    return next(b for b in ASKED.card.buttons if b.action == action)


def pressed(reception: FakeReception) -> list[tuple[Any, ...]]:
    """What buttons and dialogs asked for."""
    return [asked for asked in reception.asked if len(asked) == 6]


async def shown(office: Office, platform: DiscordPlatform) -> Json:
    """The card of a release that waits for votes."""
    await platform.surface.show(ASKED)
    return await office.card("Waits for")


async def test_a_vote_takes_a_second_step(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """It names what ships, to the voter alone; only its own button votes."""
    card = await shown(office, platform)
    asked = await office.clicks("bob", "Approve", card)
    assert asked.is_ephemeral
    assert "greeter\\_acme-1.2.0.tar.gz" in asked.text
    assert pressed(reception) == []
    assert asked.message is not None
    voted = await office.clicks("bob", "rbp:", asked.message)

    ((action, release, question, _, fields, caller),) = pressed(reception)
    approve = of_card("approve")
    assert (action, release, question) == ("approve", approve.release, approve.question)
    assert (fields, caller.person) == ({}, "bob")
    assert "bob said approve" in await office.told("bob", voted)


async def test_a_second_step_that_is_taken_becomes_its_answer(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """Its button would be refused from then on; what was refused leaves it as it is."""
    asked = await office.clicks("bob", "Approve", await shown(office, platform))
    assert asked.message is not None
    usual = reception.answer
    reception.answer = lambda *_: Reply(error=fake_reception.REFUSED.to_json())
    refused = await office.clicks("bob", "rbp:", asked.message)
    reception.answer = usual
    taken = await office.clicks("bob", "rbp:", asked.message)

    assert refused.answered is Answered.MESSAGE
    assert taken.answered is Answered.UPDATE
    assert taken.message is not None
    assert taken.message["id"] == asked.message["id"]
    assert controls(taken.message) == []


async def test_a_button_from_before_a_restart_works(
    office: Office, reception: FakeReception
) -> None:
    """Another process takes the click; what it needs stands in the button's id."""
    async with office.staffed(reception) as first:
        card = await shown(office, first)
    reception.shown = (ASKED,)
    async with office.staffed(reception):
        told = await office.confirms("bob", "Approve", card)

    assert "bob said approve" in told
    assert pressed(reception)[0][5].person == "bob"


async def test_a_button_that_asks_opens_a_dialog(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """What is filled in arrives as typed."""
    card = await shown(office, platform)
    opened = await office.clicks("bob", "Reject", card)
    assert opened.modal is not None
    filled = {"reason.0": "the notes lack the <breaking> change"}
    replied = await office.person("bob").submit(opened.interaction, filled)

    ((action, _, question, _, fields, caller),) = pressed(reception)
    assert (action, question) == ("reject", of_card("reject").question)
    assert fields == {"reason": "the notes lack the <breaking> change"}
    assert caller.person == "bob"
    assert "bob said reject" in await office.told("bob", replied)


async def test_a_dialog_from_before_a_restart_works(
    office: Office, reception: FakeReception
) -> None:
    """Somebody writes for a long time; the text is not lost."""
    async with office.staffed(reception) as first:
        card = await shown(office, first)
        opened = await office.clicks("alice", "Edit notes", card)
    async with office.staffed(reception):
        typed = {"text.0": "- other notes"}
        replied = await office.person("alice").submit(opened.interaction, typed)
        await office.told("alice", replied)

    assert pressed(reception)[0][4] == {"text": "- other notes", "base": "sha256:0123"}


async def test_what_was_typed_comes_back_with_a_refusal(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """A dialog closes at Discord, whatever it is answered."""
    card = await shown(office, platform)
    opened = await office.clicks("bob", "Hold", card)
    reception.answer = lambda _text, _caller: Reply(error=fake_reception.REFUSED.to_json())
    replied = await office.person("bob").submit(opened.interaction, {"reason.0": "it is late"})

    told = await office.told("bob", replied)
    assert "Ask alice" in told
    assert "it is late" in told


async def _edits_notes(office: Office, platform: DiscordPlatform, notes: str) -> Answer:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sample_statuses, "NOTES", notes)
        return await office.clicks("alice", "Edit notes", await shown(office, platform))


async def test_long_notes_are_edited_in_parts(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """No input holds more than 4,000 characters; together they are the text again."""
    notes = "\n".join(f"- line {number} of many" for number in range(400))
    opened = await _edits_notes(office, platform, notes)
    values = [each["component"] for each in (opened.modal or {})["components"][1:]]
    typed = {each["custom_id"]: each["value"] for each in values}
    await office.person("alice").submit(opened.interaction, typed)

    assert len(typed) == 3
    assert pressed(reception)[0][4] == {"text": notes, "base": "sha256:0123"}


@pytest.mark.parametrize("notes", ["- line\n" * 3000, "x" * 5000])
async def test_notes_that_no_dialog_holds(
    office: Office, platform: DiscordPlatform, notes: str
) -> None:
    """It is said how long they are, and where and how they are edited instead."""
    opened = await _edits_notes(office, platform, notes)

    assert f"has {len(notes):,} characters" in opened.text
    assert "hold about 14,800, in lines of at most 4,000" in opened.text
    assert "page of the console" in opened.text
    assert f"releasebot notes {ASKED.card.release} --edit \\< notes.md" in opened.text


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


async def test_strangers_and_bots_may_only_look(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """An account that is not listed, and a bot that is a member."""
    card = await shown(office, platform)
    custom_id = button(card, "Hold")
    for user in (office.ids.dave, office.ids.other_bot):
        member = office.discord.member(office.ids.guild, user)
        replied = await member.click(office.ids.releases, int(card["id"]), custom_id)
        assert replied.is_ephemeral
        assert "reason: " in replied.text

    assert pressed(reception) == []
    assert {asked[-1].person for asked in reception.asked} == {""}


@pytest.mark.parametrize(
    "custom_id",
    ["", "x", "rb", "rbp:", "rbp:destroy:a:b::", "rbz:approve:a:b::", "rbp:approve:a:b:c"],
)
async def test_a_button_that_was_tampered_with_is_answered(
    office: Office, platform: DiscordPlatform, reception: FakeReception, custom_id: str
) -> None:
    """It is none of ours, or it is judged like any other."""
    card = await shown(office, platform)
    first = button(card, "Approve")
    database = office.discord.service.db
    for row in database.execute("SELECT id, content FROM discord_messages").fetchall():
        changed = row["content"].replace(json.dumps(first), json.dumps(custom_id or "?"))
        database.execute(
            "UPDATE discord_messages SET content = ? WHERE id = ?", (changed, row["id"])
        )
    member = office.person("bob")
    replied = await member.click(office.ids.releases, int(card["id"]), custom_id or "?")

    assert "not one of ours" in await office.told("bob", replied)
    assert pressed(reception) == []


async def test_the_log_and_the_texts_are_one_click_away(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """Of nothing that is cut on the card the rest is lost."""
    card = await shown(office, platform)
    log = await office.clicks("bob", "Log", card)
    texts = await office.clicks("bob", "Texts", card)

    assert f"said audit {ASKED.card.release}" in log.text
    assert "Greetings in French" in texts.text
    assert pressed(reception) == []


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


async def test_texts_that_this_process_did_not_show_are_asked_for(
    office: Office, reception: FakeReception
) -> None:
    """After a restart, of a release that has ended."""
    async with office.staffed(reception) as first:
        card = await shown(office, first)
    async with office.staffed(reception):
        texts = await office.clicks("bob", "Texts", card)

    assert f"said notes {ASKED.card.release}" in texts.text


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
