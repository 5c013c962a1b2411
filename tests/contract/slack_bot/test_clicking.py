"""Clicking at Slack: buttons and dialogs arrive as they were meant, and each is answered."""

import asyncio
from typing import Any

import pytest

from bot.adapters.chat.slack.hearing import clicks
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.domain.conversation.messages import Button, Reply
from tests.fakes import fake_reception, sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import Office, eventually, read

pytestmark = pytest.mark.usefixtures("platform")

ASKED = sample_statuses.conversation("asked")


def label_of(action: str) -> str:
    """The label of a button of the card."""
    return next(b for b in ASKED.card.buttons if b.action == action).label


def button(action: str) -> Button:
    """The button of the card."""
    return next(b for b in ASKED.card.buttons if b.action == action)


def pressed(reception: FakeReception) -> list[tuple[Any, ...]]:
    """What buttons and dialogs asked for."""
    return [asked for asked in reception.asked if len(asked) == 6]


async def test_a_vote_is_stored_before_its_click_is_acknowledged(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """And answered to the voter alone."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    done = await office.people["bob"].clicks(label_of("approve"), card)

    ((action, release, question, _, fields, caller),) = pressed(reception)
    approve = button("approve")
    assert done.acknowledged
    assert (action, release, question) == ("approve", approve.release, approve.question)
    assert (fields, caller.person) == ({}, "bob")
    assert "bob said approve" in await office.told("bob", "bob said approve")
    assert office.slack.desk.confirmations[0]["confirm"]["title"]["text"].startswith("Approve")


async def test_a_button_that_asks_opens_a_dialog(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """What is filled in arrives as typed; the answer is told in the channel."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    bob = office.people["bob"]
    await bob.clicks("Reject…", card)
    await eventually(bob.sees_dialog)
    bob.fills("reason.0", "the notes lack the <breaking> change")
    done = await bob.submits()

    ((action, _, question, _, fields, caller),) = pressed(reception)
    assert done.acknowledged
    assert (action, question) == ("reject", button("reject").question)
    assert fields == {"reason": "the notes lack the <breaking> change"}
    assert caller.person == "bob"
    await office.told("bob", "bob said reject")
    assert bob.sees_dialog() is None


async def test_a_refusal_is_told_in_the_dialog(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """What was typed stays there."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    bob = office.people["bob"]
    await bob.clicks("Hold…", card)
    await eventually(bob.sees_dialog)
    bob.fills("reason.0", "late")
    reception.answer = lambda _text, _caller: Reply(error=fake_reception.REFUSED.to_json())
    await bob.submits()

    shown = bob.sees_dialog()
    assert shown is not None
    assert "Ask alice" in shown["errors"]["reason.0"]
    assert "[not_allowed]" in shown["errors"]["reason.0"]


async def test_long_notes_are_edited_in_parts(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No input holds more than 3,000 characters; together they are the text again."""
    notes = "\n".join(f"- line {number} of many" for number in range(900))
    monkeypatch.setattr(sample_statuses, "NOTES", notes)
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    alice = office.people["alice"]
    await alice.clicks("Edit notes…", card)
    shown = await eventually(alice.sees_dialog)
    await alice.submits()

    fields = pressed(reception)[0][4]
    parts = [block for block in shown["blocks"] if block["type"] == "input"]
    assert len(parts) > 5
    assert fields == {"text": notes, "base": "sha256:0123"}


async def test_a_socket_that_breaks_in_mid_click_loses_no_vote(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """It is stored, answered, and the bot is back."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    office.slack.fails("socket_dropped", "interactive")
    await office.people["bob"].clicks(label_of("approve"), card)
    await eventually(lambda: pressed(reception))
    await office.told("bob", "bob said approve")
    await eventually(lambda: office.slack.sockets.connections)

    done = await office.people["carol"].clicks(label_of("approve"), card)
    assert done.acknowledged
    assert [each[5].person for each in pressed(reception)] == ["bob", "carol"]


@pytest.mark.parametrize("value", ["", "{}", "[1]", '["a","b","c"]', "[" * 9000])
async def test_a_button_that_was_tampered_with_is_answered(
    office: Office, platform: SlackPlatform, reception: FakeReception, value: str
) -> None:
    """It is none of ours, or it is judged like any other."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    actions = next(block for block in card["blocks"] if block["type"] == "actions")
    actions["elements"][0] |= {"value": value, "action_id": "releasebot:destroy:0"}
    actions["elements"][0].pop("confirm")
    done = await office.people["bob"].clicks("releasebot:destroy:0", card, stale=True)

    assert done.acknowledged
    await office.told("bob", "not one of ours")
    assert pressed(reception) == []


async def test_the_log_and_the_posts_are_one_click_away(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """Of nothing that is cut on the card the rest is lost."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    bob = office.people["bob"]
    await bob.clicks("Log…", card)
    await office.told("bob", f"said audit {ASKED.card.release}")
    await bob.clicks("Preview…", card)
    shown = await eventually(bob.sees_dialog)

    assert "Greetings in French" in read(shown)
    assert "10,000 characters" in read(shown)
    assert {"type": "channel", "channel_id": "C02ABCDEF"} in shown["blocks"][0]["elements"][0][
        "elements"
    ]
    assert pressed(reception) == []


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_second_editor_keeps_the_text_or_hears_why_not(
    office: Office,
    platform: SlackPlatform,
    reception: FakeReception,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_late: bool,
) -> None:
    """The dialog goes on with what was typed; where it was closed already, nothing is silent."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    alice = office.people["alice"]
    await alice.clicks("Edit notes…", card)
    await eventually(alice.sees_dialog)
    alice.fills("text.0", "Mine, and only mine.")
    error = {"code": "notes_changed", "sentence": "bob changed the notes.", "next": "Look."}
    reception.answer = lambda _text, _caller: Reply(error=error)
    if is_late:
        press = reception.press

        async def slow_press(*asked: Any) -> Reply:  # noqa: ANN401  # whatever is pressed
            await asyncio.sleep(0.2)
            return await press(*asked)

        monkeypatch.setattr(reception, "press", slow_press)
        monkeypatch.setattr(clicks, "LATE_SECONDS", 0.05)
    await alice.submits()

    if is_late:
        told = await office.told("alice", "reason: notes_changed")
        assert "nothing was saved" in told
        assert "kept as your draft" in told
        return
    shown = alice.sees_dialog()
    assert "bob changed the notes." in read(shown)
    assert "Mine, and only mine." in str(shown)
