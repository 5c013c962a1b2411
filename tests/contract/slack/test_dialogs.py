"""Triggers, hashes and response addresses: what is good for how long, and how often."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack import tickets
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people.person import Person
from tests.contract.slack import blocks


async def _error(call: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call  # type: ignore[misc]  # any call of the client
    return str(caught.value.response["error"])


async def test_a_trigger_is_good_once_and_for_three_seconds(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """A second use, a late one and an invented one are refused."""
    desk = local_slack.desk
    used, late = (tickets.new_trigger(desk, alice.id) for _ in range(2))
    opened = await client.views_open(trigger_id=used, view=blocks.dialog())
    errors = [await _error(client.views_open(trigger_id=used, view=blocks.dialog()))]
    now = desk.clock
    desk.clock = lambda: now() + 3.1
    errors += [
        await _error(client.views_open(trigger_id=name, view=blocks.dialog()))
        for name in (late, "1.2.abc")
    ]

    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    assert errors == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


async def test_an_update_with_an_old_hash_is_refused(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """Who edits what somebody else has changed meanwhile learns of it; fields keep their text."""
    trigger = tickets.new_trigger(local_slack.desk, alice.id)
    view = (await client.views_open(trigger_id=trigger, view=blocks.dialog()))["view"]
    alice.fills("notes", "My words.")
    await client.views_update(view_id=view["id"], hash=view["hash"], view=blocks.dialog("Again"))
    error = await _error(
        client.views_update(view_id=view["id"], hash=view["hash"], view=blocks.dialog())
    )
    shown = alice.sees_dialog()

    assert error == "hash_conflict"
    assert shown is not None
    assert shown["title"]["text"] == "Again"
    assert shown["state"]["values"]["notes"]["text"]["value"] == "My words."
    assert await _error(client.views_update(view_id="V404", view=blocks.dialog())) == "not_found"


async def test_the_home_tab_takes_no_plan(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """A plan belongs in a message; the refusal says which block it is."""
    view = {"type": "home", "blocks": blocks.card()[:1]}

    with pytest.raises(SlackApiError) as caught:
        await client.views_publish(user_id=alice.id, view=view)
    local_slack.desk.exchanges.clear()

    assert caught.value.response["error"] == "invalid_arguments"
    assert "unsupported type: plan" in str(caught.value.response["response_metadata"])


async def test_a_response_address_is_good_five_times(
    local_slack: LocalSlack, alice: Person
) -> None:
    """For half an hour; it adds a note, or changes the message that was clicked."""
    desk, channel = local_slack.desk, local_slack.channel("releases")
    url = tickets.new_response_url(desk, alice.id, channel)
    late = tickets.new_response_url(desk, alice.id, channel)
    async with aiohttp.ClientSession() as session:

        async def respond(address: str, **content: object) -> int:
            async with session.post(address, json=content) as answer:
                return answer.status

        told = [await respond(url, text=str(number)) for number in range(6)]
        now = desk.clock
        desk.clock = lambda: now() + 1801
        told.append(await respond(late, text="late"))

    assert told == [200] * 5 + [404, 404]
    assert [each["text"] for each in alice.sees_alone("releases")] == list("01234")


async def test_a_response_replaces_or_removes_what_was_clicked(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """Also a note for one person, which the Web API can change no more."""
    desk, channel = local_slack.desk, local_slack.channel("releases")
    note = await client.chat_postEphemeral(channel=channel, user=alice.id, text="Sure?")
    url = tickets.new_response_url(desk, alice.id, channel, note["message_ts"])
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"text": "Done.", "replace_original": True}) as answer:
            assert answer.status == 200
        replaced = [each["text"] for each in alice.sees_alone("releases")]
        async with session.post(url, json={"delete_original": True}) as answer:
            assert answer.status == 200

    assert (replaced, alice.sees_alone("releases")) == (["Done."], [])
