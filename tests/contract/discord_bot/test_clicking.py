"""Clicking at Discord: buttons and dialogs arrive as they were meant, and each is answered."""

import json

import pytest

from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.domain.conversation.messages import Reply
from bot.rehearsal.discord.numbers import Answered
from bot.rehearsal.discord.people.reply import Reply as Answer
from tests.contract.discord_bot.asked_card import ASKED, of_card, pressed, shown
from tests.fakes import fake_reception, sample_statuses
from tests.fakes.discord_office import Office, button, controls
from tests.fakes.fake_reception import FakeReception


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


async def test_texts_that_this_process_did_not_show_are_asked_for(
    office: Office, reception: FakeReception
) -> None:
    """After a restart, of a release that has ended."""
    async with office.staffed(reception) as first:
        card = await shown(office, first)
    async with office.staffed(reception):
        texts = await office.clicks("bob", "Texts", card)

    assert f"said notes {ASKED.card.release}" in texts.text
