"""Hearing at Slack: everything that people type, press and fill in is answered, once."""

import asyncio
from typing import Any

import pytest

from bot.adapters.chat.slack.platform import SlackPlatform
from bot.domain.messages import Button, Reply
from bot.rehearsal.slack.desk import BOT_USER
from bot.rehearsal.slack.workspace import FOREIGN_TEAM
from tests.fakes import fake_reception, sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Office, eventually, read

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


async def test_a_command_is_answered_to_its_person_alone(
    office: Office, reception: FakeReception
) -> None:
    """At once acknowledged; the caller is known by workspace and user."""
    done = await office.people["alice"].types("/release status 1.2.0", CHANNEL)
    answer = await office.told("alice", "alice said status 1.2.0.")

    (_, caller), *_ = reception.asked
    assert done.acknowledged
    assert "help" in answer
    assert office.messages() == []
    assert (caller.person, caller.project, caller.is_direct) == ("alice", "greeter", False)
    assert caller.account == f"slack:{done.payload['team_id']}/{office.people['alice'].id}"


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("“1.2.3”", "“1.2.3”"),  # what phones type
        ("hold\u00a0now", "hold now"),
        ("<b> & @bob", "<b> & <@{bob}|bob>"),
        ("x" * 40_000, "x" * 40_000),
    ],
)
async def test_what_phones_type_arrives(
    office: Office, reception: FakeReception, typed: str, heard: str
) -> None:
    """The grammar reads it as it was meant; nothing is too long to be answered."""
    await office.people["alice"].types(f"/release {typed}", CHANNEL)
    await eventually(lambda: reception.asked)

    assert reception.asked[0][0] == heard.format(bob=office.people["bob"].id)


async def test_a_mention_in_a_thread_is_a_command(office: Office, reception: FakeReception) -> None:
    """Slash commands do not work there."""
    await office.people["alice"].mentions("hold the docs are late", CHANNEL)

    await office.told("alice", "alice said hold the docs are late.")

    assert reception.asked[0][1].project == "greeter"


async def test_a_stranger_of_a_shared_channel_may_only_look(
    office: Office, reception: FakeReception
) -> None:
    """The same name in another workspace is another person."""
    channel = office.channel()
    stranger = office.slack.person("eve", team=FOREIGN_TEAM, channels=[CHANNEL])
    await stranger.types("/release minor", channel)
    (shown,) = await eventually(lambda: stranger.sees_alone(CHANNEL))

    assert reception.asked[0][1].person == ""
    assert reception.asked[0][1].account.startswith(f"slack:{FOREIGN_TEAM}/")
    assert shown is not None


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


async def test_nobody_votes_while_slack_does_not_vouch_for_them(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """Not knowing whether an account is active is no permission."""
    carol = office.slack.person("dave", channels=[CHANNEL])
    office.slack.fails("server_error", "users.info", times=9)
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    await carol.clicks(label_of("approve"), card)

    assert pressed(reception)[0][5].person == ""


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


async def test_a_command_alone_opens_the_dialog_that_starts_a_release(
    office: Office, reception: FakeReception
) -> None:
    """Choosing shows the plan; submitting starts it."""
    alice = office.people["alice"]
    await alice.types("/release", CHANNEL)
    shown = await eventually(alice.sees_dialog)
    assert shown["blocks"][0]["element"]["initial_option"]["value"] == "greeter"
    await alice.clicks("releasebot:chosen", shown, value="greeter")
    bump = shown["blocks"][1]["block_id"]
    alice.fills(bump, "minor")
    await alice.clicks("releasebot:chosen", shown, value="greeter")
    await eventually(lambda: "said plan minor greeter" in read(alice.sees_dialog()))
    await alice.submits()
    await office.told("alice", "alice said minor greeter.")

    assert [asked[0] for asked in reception.asked] == ["plan minor greeter", "minor greeter"]


async def test_the_same_envelope_twice_is_one_request(
    office: Office, reception: FakeReception
) -> None:
    """Slack repeats what it is not sure of."""
    office.slack.fails("sent_twice", "slash_commands")
    await office.people["alice"].types("/release minor", CHANNEL)
    await office.told("alice", "alice said minor.")
    await office.people["alice"].types("/release status", CHANNEL)
    await office.told("alice", "alice said status.")

    assert [asked[0] for asked in reception.asked] == ["minor", "status"]


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


async def test_a_refreshed_connection_misses_nothing(
    office: Office, reception: FakeReception
) -> None:
    """Slack asks for it every few hours, and breaks it at times."""
    for number in range(3):
        await (office.slack.sockets.refresh() if number % 2 else asyncio.sleep(0))
        if not number % 2:
            office.slack.sockets.drop()
        await office.slack.connected()
        done = await office.people["alice"].types(f"/release hold {number}", CHANNEL)
        assert done.acknowledged

    assert len(reception.asked) == 3


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


async def test_the_log_and_the_texts_are_one_click_away(
    office: Office, platform: SlackPlatform, reception: FakeReception
) -> None:
    """Of nothing that is cut on the card the rest is lost."""
    await platform.surface.show(ASKED)
    card = await office.card("Waits for")
    bob = office.people["bob"]
    await bob.clicks("Log…", card)
    await office.told("bob", f"said audit {ASKED.card.release}")
    await bob.clicks("Texts…", card)
    shown = await eventually(bob.sees_dialog)

    assert "Greetings in French" in read(shown)
    assert pressed(reception) == []


async def test_the_home_tab_begins_with_what_waits_for_me(
    office: Office, reception: FakeReception
) -> None:
    """Then what runs, then the newest."""
    reception.shown = (ASKED,)
    bob, dave = office.people["bob"], office.slack.person("dave")
    await bob.opens_home()
    await dave.opens_home()
    mine = read(await eventually(bob.sees_home))
    other = read(await eventually(dave.sees_home))

    assert mine.index(ASKED.card.title) < mine.index("Under way")
    assert "Nothing waits for you." in other


@pytest.mark.parametrize("callback", ["start", "anything"])
async def test_every_shortcut_is_acknowledged(office: Office, callback: str) -> None:
    """It opens the dialog that starts a release."""
    done = await office.people["alice"].uses_shortcut(callback)

    assert done.acknowledged
    await eventually(office.people["alice"].sees_dialog)


async def test_what_the_bot_writes_itself_is_no_command(
    office: Office, reception: FakeReception
) -> None:
    """A stolen token could write it."""
    bot = office.slack.person(BOT_USER)
    await bot.mentions("minor", CHANNEL)
    await office.people["alice"].types("/release status", CHANNEL)
    await office.told("alice", "alice said status.")

    assert [asked[0] for asked in reception.asked] == ["status"]
