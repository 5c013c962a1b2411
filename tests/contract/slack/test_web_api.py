"""The Web API by Slack's own client: what it does, what it refuses, and in which words."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.desk import BOT_USER
from bot.rehearsal.slack.local_slack import LocalSlack
from bot.rehearsal.slack.people.person import Person
from tests.contract.slack import blocks

WRONG = "xoxb-wrong"
METADATA = {"event_type": "releasebot", "event_payload": {"key": "announce/1.3.0"}}


async def _refusal(call: Any) -> dict[str, Any]:  # noqa: ANN401  # any call of the client
    """What the client raises for a call that is refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    data: dict[str, Any] = caught.value.response.data
    return data


async def test_who_the_app_is(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """A token that is wrong, missing, or for something else is refused; scopes are told."""
    known = await client.auth_test()
    by_app = await _refusal(client.auth_test(token=local_slack.secrets.app_token))
    by_nobody = await _refusal(client.auth_test(token=WRONG))
    local_slack.desk.app = replace(local_slack.desk.app, scopes=("chat:write",))
    unscoped = await _refusal(client.users_info(user=BOT_USER))

    assert (known["user_id"], known["team_id"]) == (BOT_USER, "T0LOCAL001")
    assert "chat:write" in known.headers["x-oauth-scopes"]
    assert (by_app["error"], by_nobody["error"]) == ("not_allowed_token_type", "invalid_auth")
    assert (unscoped["error"], unscoped["needed"]) == ("missing_scope", "users:read")


async def test_arguments_may_come_in_any_form(local_slack: LocalSlack, alice: Person) -> None:
    """As an address, as a form with JSON in it, as JSON: it is the same call."""
    channel = local_slack.channel("releases")
    url = f"{local_slack.api_url}chat.postMessage"
    headers = {"Authorization": f"Bearer {local_slack.secrets.bot_token}"}
    args = {"channel": channel, "text": "Hello."}
    form = args | {"blocks": '[{"type": "divider"}]', "token": local_slack.secrets.bot_token}
    async with aiohttp.ClientSession() as session:
        for answering in (
            session.get(url, headers=headers, params=args),
            session.post(url, headers=headers, json=args),
            session.post(url, headers=headers, data=args),
        ):
            async with answering as answer:
                assert (await answer.json())["ok"]
        async with session.post(url, data=form) as answer:
            assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"

    assert [each["text"] for each in alice.sees("releases")] == ["Hello."] * 4


async def test_metadata_is_told_to_those_who_ask(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """That is how a post is found again; an edit keeps it."""
    channel = local_slack.channel("releases")
    posted = await client.chat_postMessage(channel=channel, text="1.3.0 is out.", metadata=METADATA)
    await client.chat_update(channel=channel, ts=posted["ts"], text="1.3.0 is out!")
    await alice.says("Great!", "releases", thread_ts=posted["ts"])

    quiet = await client.conversations_history(channel=channel)
    asked = await client.conversations_history(
        channel=channel, include_all_metadata=True, oldest=posted["ts"], inclusive=True, limit=5
    )
    before = await client.conversations_history(channel=channel, latest=posted["ts"])
    thread = await client.conversations_replies(channel=channel, ts=posted["ts"])

    assert "metadata" not in quiet["messages"][0]
    assert asked["messages"][0]["metadata"] == METADATA
    assert asked["messages"][0]["reply_count"] == 1
    assert before["messages"] == []
    assert [each["text"] for each in thread["messages"]] == ["1.3.0 is out!", "Great!"]


async def test_history_comes_in_pages(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """Newest first, with a cursor until there is no more."""
    channel = local_slack.channel("releases")
    for number in range(5):
        await client.chat_postMessage(channel=channel, text=str(number))

    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = await client.conversations_history(channel=channel, limit=2, cursor=cursor)
        seen += [each["text"] for each in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"] if page["has_more"] else None

    assert (seen, page["has_more"], cursor) == (["4", "3", "2", "1", "0"], False, None)


async def test_edits_and_their_limits(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """A text alone drops the blocks; foreign, lost, long and closed messages are refused."""
    channel = local_slack.channel("releases")
    await alice.says("Mine.", "releases")
    (foreign,) = alice.sees("releases")
    posted = await client.chat_postMessage(channel=channel, text="a", blocks=blocks.card())
    ts = posted["ts"]
    edited = await client.chat_update(channel=channel, ts=ts, text="b")
    refused = [
        await _refusal(client.chat_update(channel=channel, ts=foreign["ts"], text="c")),
        await _refusal(client.chat_update(channel=channel, ts="1.000000", text="c")),
    ]
    local_slack.fails("refused", "chat.update", error="edit_window_closed")
    refused.append(await _refusal(client.chat_update(channel=channel, ts=ts, text="c")))
    refused.append(await _refusal(client.chat_update(channel=channel, ts=ts, text="x" * 4001)))
    local_slack.desk.exchanges.pop()  # the refusal
    local_slack.desk.exchanges.pop()  # the text that is too long

    assert "blocks" not in edited["message"]
    assert edited["message"]["edited"]["user"] == BOT_USER
    assert [each["error"] for each in refused] == [
        "cant_update_message", "message_not_found", "edit_window_closed", "msg_too_long",
    ]  # fmt: skip


async def test_channels_that_do_not_take_messages(
    client: AsyncWebClient, local_slack: LocalSlack
) -> None:
    """Archived, private, unknown, and those that the app may write to only as a member."""
    old = local_slack.channel("old")
    secret = local_slack.channel("secret", with_app=False, kind="private_channel")
    public = local_slack.channel("public", with_app=False)
    local_slack.archive("old")

    errors = [
        (await _refusal(client.chat_postMessage(channel=name, text="x")))["error"]
        for name in (old, secret, "C404")
    ]
    posted = await client.chat_postMessage(channel=public, text="x")
    unread = await _refusal(client.conversations_history(channel=public))
    scopes = tuple(s for s in local_slack.desk.app.scopes if s != "chat:write.public")
    local_slack.desk.app = replace(local_slack.desk.app, scopes=scopes)
    unwritten = await _refusal(client.chat_postMessage(channel=public, text="x"))

    assert errors == ["is_archived", "channel_not_found", "channel_not_found"]
    assert (posted["ok"], unread["error"]) == (True, "not_in_channel")
    assert unwritten["error"] == "not_in_channel"


async def test_blocks_that_slack_refuses(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """Each refusal names the place; the total over all blocks has an error of its own."""
    channel, section = local_slack.channel("releases"), {"type": "section"}
    long = [section | {"text": blocks.plain("x" * 2900)} for _ in range(5)]
    bad: dict[str, list[dict[str, Any]]] = {
        "text or fields": [section],
        "no more than 50": [{"type": "divider"}] * 51,
        "less than 151": [{"type": "header", "text": blocks.plain("x" * 151)}],
        "already exists": [{"type": "divider", "block_id": "b"}] * 2,
        "unsupported type: alert": [{"type": "alert", "text": blocks.plain("x")}],
    }

    told = {
        words: await _refusal(client.chat_postMessage(channel=channel, text="x", blocks=each))
        for words, each in bad.items()
    }
    total = await _refusal(client.chat_postMessage(channel=channel, text="x", blocks=long))
    local_slack.desk.exchanges.clear()

    assert {each["error"] for each in told.values()} == {"invalid_blocks"}
    assert all(words in "\n".join(each["errors"]) for words, each in told.items())
    assert total["error"] == "msg_blocks_too_long"


async def test_a_very_long_text_is_cut(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """Slack posts it all the same, and warns."""
    posted = await client.chat_postMessage(
        channel=local_slack.channel("releases"), text="x" * 50_000
    )
    local_slack.desk.exchanges.clear()

    assert len(posted["message"]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]


async def test_people_of_every_kind(client: AsyncWebClient, local_slack: LocalSlack) -> None:
    """Guests, bots, those who left, and strangers from another company."""
    kinds = {"guest": "is_restricted", "robot": "is_bot", "gone": "deleted"}
    for name, flag in kinds.items():
        local_slack.person(name, flag)
    stranger = local_slack.person("eve", team=workspace.FOREIGN_TEAM)
    shared = local_slack.channel("shared", is_ext_shared=True)

    told = {
        name: (await client.users_info(user=local_slack.person(name).id))["user"] for name in kinds
    }
    foreign = (await client.users_info(user=stranger.id))["user"]
    found = (await client.users_lookupByEmail(email="guest@example.org"))["user"]
    channel = (await client.conversations_info(channel=shared))["channel"]

    assert all(told[name][flag] for name, flag in kinds.items())
    assert (foreign["team_id"], foreign["is_stranger"]) == (workspace.FOREIGN_TEAM, True)
    assert found["id"] == local_slack.person("guest").id
    assert (await _refusal(client.users_lookupByEmail(email="x@y.z")))["error"] == "users_not_found"
    assert (channel["is_ext_shared"], channel["is_member"]) == (True, True)


async def test_lists_of_channels_and_members(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """Channels by kind and page; members by id."""
    local_slack.channel("secret", kind="private_channel")
    listed = await client.conversations_list(types="public_channel,private_channel", limit=2)
    rest = await client.conversations_list(
        types="public_channel,private_channel", cursor=listed["response_metadata"]["next_cursor"]
    )
    members = await client.conversations_members(channel=local_slack.channel("releases"))

    names = {each["name"] for each in listed["channels"] + rest["channels"]}
    assert names == {"general", "releases", "secret"}
    assert set(members["members"]) == {BOT_USER, alice.id}


async def test_files_in_a_thread(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """The three steps of an upload, as the client takes them."""
    channel = local_slack.channel("releases")
    root = await client.chat_postMessage(channel=channel, text="1.3.0")
    log = "line\n" * 10_000

    await client.files_upload_v2(
        channel=channel, thread_ts=root["ts"], filename="build.log", content=log,
        initial_comment="The whole log",
    )  # fmt: skip
    _, shared = alice.sees_thread("releases", root["ts"])

    assert (shared["text"], shared["files"][0]["name"]) == ("The whole log", "build.log")
    headers = {"Authorization": f"Bearer {local_slack.secrets.bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(shared["files"][0]["url_private"], headers=headers) as answer:
            assert await answer.text() == log
        async with session.get(shared["files"][0]["url_private"]) as answer:
            assert answer.status == 403


async def test_marks_and_links(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """Reactions and pins are there once; a permalink names the message."""
    channel = local_slack.channel("releases")
    ts = (await client.chat_postMessage(channel=channel, text="1.3.0"))["ts"]
    await client.reactions_add(channel=channel, timestamp=ts, name="rocket")
    await client.pins_add(channel=channel, timestamp=ts)
    again = await _refusal(client.reactions_add(channel=channel, timestamp=ts, name="rocket"))
    seen = alice.sees("releases")[0]["marks"]
    await client.pins_remove(channel=channel, timestamp=ts)
    link = await client.chat_getPermalink(channel=channel, message_ts=ts)

    assert (seen, again["error"]) == (["pin", "rocket"], "already_reacted")
    assert alice.sees("releases")[0]["marks"] == ["rocket"]
    assert link["permalink"].endswith(f"/{channel}/p{ts.replace('.', '')}")


async def test_a_note_for_one_person_cannot_be_edited(
    client: AsyncWebClient, local_slack: LocalSlack, alice: Person
) -> None:
    """It is in no history either, and only a member can get one."""
    channel, bob = local_slack.channel("releases"), local_slack.person("bob")
    note = await client.chat_postEphemeral(channel=channel, user=alice.id, text="For you.")
    edited = await _refusal(
        client.chat_update(channel=channel, ts=note["message_ts"], text="Still for you.")
    )
    outside = await _refusal(client.chat_postEphemeral(channel=channel, user=bob.id, text="x"))
    history = await client.conversations_history(channel=channel)

    assert [each["text"] for each in alice.sees_alone("releases")] == ["For you."]
    assert (edited["error"], outside["error"]) == ("cant_update_message", "user_not_in_channel")
    assert history["messages"] == []
