"""Hearing at Slack: everything that people type, press and fill in is answered, once."""

import asyncio

import pytest

from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Reply
from bot.rehearsal.slack.desk import BOT_USER
from bot.rehearsal.slack.workspace import FOREIGN_TEAM
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import CHANNEL, Json, Office, eventually, read

pytestmark = pytest.mark.usefixtures("platform")

ASKED = sample_statuses.conversation("asked")


async def a_thread(office: Office) -> list[Json]:
    """What two people say to each other: a message, and a reply below it."""
    await office.people["bob"].says("Shall we release?", CHANNEL)
    root = office.messages()[0]
    await office.people["alice"].says("Yes.", CHANNEL, thread_ts=root["ts"])
    return [root, *office.thread(root)]


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
        (
            "<b> & @bob #greeter https://example.org/a?b=1&c=2",
            "<b> & @bob #greeter https://example.org/a?b=1&c=2",
        ),
        ("x" * 40_000, "x" * 40_000),
    ],
)
async def test_what_phones_type_arrives(
    office: Office, reception: FakeReception, typed: str, heard: str
) -> None:
    """The grammar reads it as it was meant; nothing is too long to be answered."""
    await office.people["alice"].types(f"/release {typed}", CHANNEL)
    await eventually(lambda: reception.asked)

    assert reception.asked[0][0] == heard


async def test_a_mention_in_a_thread_is_a_command(office: Office, reception: FakeReception) -> None:
    """Slash commands do not work there; the answer stands where it was asked."""
    alice = office.people["alice"]
    root, _ = await a_thread(office)
    said = {"thread_ts": root["ts"]}
    assert (await alice.types("/release status", CHANNEL, **said)).problem == "not_in_threads"
    await alice.mentions("hold the docs are late", CHANNEL, **said)

    await office.told("alice", "alice said hold the docs are late.")

    (answer,) = alice.sees_alone(CHANNEL)
    assert answer["thread_ts"] == root["ts"]
    assert reception.asked[0][1].project == "greeter"


async def test_a_release_is_started_in_a_thread(office: Office, reception: FakeReception) -> None:
    """By the shortcut of a message; the plan is shown, and the answer stands in that thread."""
    alice = office.people["alice"]
    root, below = await a_thread(office)
    done = await alice.uses_message_shortcut("start_here", on=below)
    shown = await eventually(alice.sees_dialog)
    alice.fills(shown["blocks"][1]["block_id"], "minor")
    await alice.clicks("releasebot:chosen", shown, value="greeter")
    await eventually(lambda: "said plan minor greeter" in read(alice.sees_dialog()))
    await alice.submits()
    await office.told("alice", "alice said minor greeter.")

    (answer,) = alice.sees_alone(CHANNEL)
    assert done.acknowledged
    assert answer["thread_ts"] == root["ts"]
    assert reception.asked[-1][1].project == "greeter"


async def test_a_direct_message_is_known_as_one(office: Office, reception: FakeReception) -> None:
    """Nothing is started where nobody else sees it; the answer comes all the same."""
    await office.people["alice"].types("/release minor", "@app")
    await eventually(lambda: office.people["alice"].sees_alone("@app"))

    (_, caller), *_ = reception.asked
    assert (caller.is_direct, caller.project) == (True, "")


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


@pytest.mark.parametrize("slow", ["minor", "major"])
async def test_the_plan_is_that_of_the_newest_choice(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    """Whichever takes longer; no other one is shown beside the menus."""
    say = reception.say

    async def slow_say(text: str, caller: Caller) -> Reply:
        if slow in text:
            await asyncio.sleep(0.3)
        return await say(text, caller)

    monkeypatch.setattr(reception, "say", slow_say)
    alice = office.people["alice"]
    await alice.types("/release", CHANNEL)
    shown = await eventually(alice.sees_dialog)
    bump = shown["blocks"][1]["block_id"]
    for chosen in ("minor", "major"):
        alice.fills(bump, chosen)
        await alice.clicks("releasebot:chosen", shown, value="greeter")
    await eventually(lambda: len(reception.asked) == 2)
    await eventually(lambda: "said plan major greeter" in read(alice.sees_dialog()))
    await asyncio.sleep(0.1)

    assert "said plan minor" not in read(alice.sees_dialog())


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

    await eventually(lambda: len(reception.asked) == 3)


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
