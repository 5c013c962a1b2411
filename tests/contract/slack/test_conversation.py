"""An app in Socket Mode: commands, messages, clicks, dialogs, shortcuts, mentions, the home tab."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack.desk import TEAM
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people import screen
from bot.rehearsal.slack.people.person import Person
from bot.rehearsal.slack.workspace import FOREIGN_TEAM
from tests.contract.slack import blocks
from tests.contract.slack.waiting import until

pytestmark = pytest.mark.usefixtures("connected")


async def _card(alice: Person) -> dict[str, Any]:
    """The card of a release that alice has just started."""
    done = await alice.types("/release minor", "releases")
    assert done.acknowledged
    (card,) = await until(lambda: alice.sees("releases"))
    return card


async def test_a_command_is_acknowledged_with_an_answer_for_one(
    alice: Person, local_slack: LocalSlack
) -> None:
    """The text of an acknowledgement is for the person who typed, and for nobody else."""
    bob = local_slack.person("bob", channels=["releases"])

    done = await alice.types("/release help", "releases")

    assert (done.acknowledged, done.problem) == (True, "")
    assert 0 < done.milliseconds < 3000
    assert [each["text"] for each in alice.sees_alone("releases")] == [
        "`/release minor` starts one."
    ]
    assert bob.sees_alone("releases") == alice.sees("releases") == []


async def test_a_command_is_escaped_and_known_by_the_manifest(
    alice: Person, local_slack: LocalSlack
) -> None:
    """People and channels arrive as ids; Slack itself refuses what is no command of the app."""
    bob = local_slack.person("bob")

    done = await alice.types("/release help @bob <#releases>", "releases")
    other = await alice.types("/deploy", "releases")
    threaded = await alice.types("/release help", "releases", thread_ts="1.0")

    channel = local_slack.channel("releases")
    assert done.payload["text"] == f"help <@{bob.id}|bob> &lt;<#{channel}|releases>&gt;"
    assert [other.problem, threaded.problem] == ["not_a_command", "not_in_threads"]


async def test_a_click_edits_the_message_in_place(alice: Person, local_slack: LocalSlack) -> None:
    """The confirm dialog is shown first; afterwards the button is gone, but for a stale click."""
    card = await _card(alice)

    turned_down = await alice.clicks("Approve", card, confirms=False)
    done = await alice.clicks("approve", card)
    (now,) = await until(lambda: [m for m in alice.sees("releases") if m["text"] == "approved"])
    with pytest.raises(screen.NotOnScreen, match="approve"):
        await alice.clicks("approve", card)
    stale = await alice.clicks("approve", card, stale=True)

    assert (turned_down.problem, done.acknowledged, stale.acknowledged) == (
        "not_confirmed", True, True,
    )  # fmt: skip
    assert now["ts"] == card["ts"]
    assert "edited" not in now
    assert [each["confirmed"] for each in local_slack.desk.confirmations] == [False, True, True]
    assert local_slack.desk.confirmations[0]["confirm"]["title"]["text"] == "Ship 1.3.0?"


async def test_a_dialog_goes_through_its_answers(alice: Person) -> None:
    """Errors keep it open, an update changes it, a push lies on top, an empty answer closes one."""
    await alice.clicks("Edit notes", await _card(alice))
    await until(alice.sees_dialog)

    alice.fills("notes", "")
    assert (await alice.submits()).problem == "fields_missing"
    seen = []
    for text in ("bad", "more", "deeper", "good", "good"):
        alice.fills("notes", text)
        alice.fills("choice", "high")
        done = await alice.submits()
        assert done.acknowledged
        shown = alice.sees_dialog()
        seen.append((shown["title"]["text"], shown["errors"]) if shown else None)

    assert seen == [
        ("Notes", {"notes": "Say what changed."}), ("More", {}), ("Deeper", {}), ("More", {}), None,
    ]  # fmt: skip
    values = done.payload["view"]["state"]["values"]
    assert values["risk"]["choice"]["selected_option"]["value"] == "high"


async def test_closing_a_dialog_is_told(alice: Person) -> None:
    """The app asked for it; whoever closes a dialog that is not there sees nothing."""
    await alice.clicks("Edit notes", await _card(alice))
    await until(alice.sees_dialog)

    done = await alice.closes()

    assert (done.acknowledged, done.payload["type"]) == (True, "view_closed")
    assert alice.sees_dialog() is None
    with pytest.raises(screen.NotOnScreen):
        await alice.closes()


async def test_shortcuts(alice: Person) -> None:
    """A global one opens a dialog; one of a message is answered through its response_url."""
    started = await alice.uses_shortcut("start_release")
    dialog = await until(alice.sees_dialog)
    card = await _card(alice)
    added = await alice.uses_message_shortcut("add_to_notes", card)
    (answer,) = await until(lambda: alice.sees_alone("releases"))

    assert started.acknowledged
    assert added.acknowledged
    assert (dialog["title"]["text"], answer["text"]) == ("Start", "Added.")


async def test_a_mention_in_a_thread_is_answered_there(
    alice: Person, local_slack: LocalSlack
) -> None:
    """The app hears of mentions only, and only in channels in which it is."""
    await alice.says("Good morning.", "releases")
    (root,) = alice.sees("releases")

    said = await alice.mentions("status", "releases", thread_ts=root["ts"])
    thread = await until(
        lambda: [m for m in alice.sees_thread("releases", root["ts"]) if m["text"] == "Yes?"]
    )
    local_slack.kick("releases")
    unheard = await alice.mentions("status", "releases")

    assert said.acknowledged
    assert thread[0]["thread_ts"] == root["ts"]
    assert (unheard.acknowledged, unheard.problem) == (False, "not_in_channel")


async def test_the_home_tab(alice: Person) -> None:
    """Opening it is an event; what the app publishes is what the person sees."""
    assert alice.sees_home() is None

    opened = await alice.opens_home()
    home = await until(alice.sees_home)

    assert opened.acknowledged
    assert screen.reading(home) == "Your releases"


async def test_who_clicks_and_on_what(
    alice: Person, client: AsyncWebClient, local_slack: LocalSlack
) -> None:
    """A stranger's own team is told; of a note for one person the app does not get the content."""
    eve = local_slack.person("eve", team=FOREIGN_TEAM, channels=["releases"])
    card = await _card(alice)
    await client.chat_postEphemeral(
        channel=card["channel"], user=alice.id, text="Sure?", blocks=blocks.card()[1:2]
    )
    (note,) = alice.sees_alone("releases")

    by_eve = await eve.clicks("approve", card)
    on_note = await alice.clicks("Edit notes", note)

    assert by_eve.payload["user"]["team_id"] == FOREIGN_TEAM
    assert by_eve.payload["team"]["id"] == TEAM
    assert "message" not in on_note.payload
    assert on_note.payload["container"]["is_ephemeral"] is True
    with pytest.raises(screen.NotOnScreen):
        await eve.clicks("Edit notes", note)


async def test_a_choice_in_a_message(
    alice: Person, client: AsyncWebClient, local_slack: LocalSlack
) -> None:
    """A menu tells which option it was; one that it does not offer cannot be chosen."""
    options = [{"text": blocks.plain(each), "value": each} for each in ("minor", "major")]
    menu = {"type": "static_select", "action_id": "edit", "options": options}
    more = {"type": "overflow", "action_id": "more", "options": options}
    await client.chat_postMessage(
        channel=local_slack.channel("releases"),
        text="Which one?",
        blocks=[{"type": "actions", "elements": [menu, more]}],
    )
    (message,) = alice.sees("releases")

    done = await alice.clicks("edit", message, value="major")
    other = await alice.clicks("more", message, value="minor")

    chosen = [each.payload["actions"][0]["selected_option"]["value"] for each in (done, other)]
    assert chosen == ["major", "minor"]
    with pytest.raises(LookupError, match="offers"):
        await alice.clicks("edit", message, value="patch")


async def test_a_response_url(alice: Person) -> None:
    """The late answer to a command is for the person who typed."""
    await alice.types("/release respond", "releases")

    (answer,) = await until(lambda: alice.sees_alone("releases"))

    assert (answer["text"], alice.sees("releases")) == ("Not now.", [])
