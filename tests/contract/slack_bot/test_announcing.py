"""Announcing at Slack: one post for each key, corrected in place, and whatever refuses is said."""

import pytest

from bot import errors, ports
from bot.adapters.chat.slack.platform import SlackPlatform
from tests.fakes.slack_office import NEWS, Office, read

KEY = "release-1:announcement"
LINE = "Hello <!channel> and @everyone: [docs](https://example.org/1)"
TEXT = f"# Acme Greeter 1.2.0\n\n{LINE}\n\n- one\n"


@pytest.fixture
def chat(office: Office) -> ports.Chat:
    """The chat, also without a connection."""
    return office.platform().chat


async def test_a_post_is_found_by_its_key(office: Office, chat: ports.Chat) -> None:
    """As it was posted, also between other messages."""
    channel = office.channel(NEWS)
    assert await chat.find(channel, KEY) is None
    posted = await chat.post(channel, KEY, TEXT)
    await office.people["alice"].says("thanks", NEWS)

    found = await chat.find(channel, KEY)

    assert found == posted
    assert found.digest == ports.text_digest(TEXT)
    assert found.url.endswith(f"/archives/{channel}/p{posted.id.replace('.', '')}")
    assert await chat.find(office.channel(), KEY) is None


async def test_nothing_in_it_is_alive(office: Office, chat: ports.Chat) -> None:
    """No mention, no preview of a link, and every link shows where it leads."""
    await chat.post(office.channel(NEWS), KEY, TEXT)

    (call,) = office.calls("chat.postMessage")
    (message,) = office.messages(NEWS)
    assert "Hello <!channel> and @everyone: docs (https://example.org/1)" in read(message)
    assert {e["type"] for b in message["blocks"] for p in b["elements"] for e in p["elements"]} <= {
        "text",
        "link",
        "rich_text_section",
    }
    assert "<" not in message["text"]
    assert str(call["unfurl_links"]).lower() in ("0", "false")


async def test_a_post_is_corrected_in_place(office: Office, chat: ports.Chat) -> None:
    """Nobody is told twice."""
    posted = await chat.post(office.channel(NEWS), KEY, "wrong")
    edited = await chat.edit(posted, "right")

    assert edited == await chat.find(office.channel(NEWS), KEY)
    assert edited.digest == ports.text_digest("right")
    assert [read(message) for message in office.messages(NEWS)] == ["right"]


async def test_where_edits_are_closed_the_thread_says_it(office: Office, chat: ports.Chat) -> None:
    """The post counts as corrected then."""
    posted = await chat.post(office.channel(NEWS), KEY, "wrong")
    office.slack.fails("refused", "chat.update", error="edit_window_closed")
    await chat.edit(posted, "right")

    found = await chat.find(office.channel(NEWS), KEY)
    assert found is not None
    assert found.digest == ports.text_digest("right")
    assert [read(m) for m in office.thread(office.messages(NEWS)[0], NEWS)] == ["right"]


@pytest.mark.parametrize("fault", ["answer_lost", "done_then_error"])
async def test_a_lost_answer_is_not_hidden(office: Office, chat: ports.Chat, fault: str) -> None:
    """It is not known, so it is looked up; the library repeats nothing by itself."""
    office.slack.fails(fault, "chat.postMessage")
    with pytest.raises(errors.Unknown):
        await chat.post(office.channel(NEWS), KEY, TEXT)

    assert await chat.find(office.channel(NEWS), KEY) is not None
    assert len(office.messages(NEWS)) == 1


@pytest.mark.parametrize("fault", ["rate_limited", "server_error", "dropped"])
async def test_no_answer_is_not_a_no(office: Office, chat: ports.Chat, fault: str) -> None:
    """Asked once by whoever posts; whoever looks asks again, after a short wait if so told."""
    office.slack.fails(fault, "chat.postMessage")
    office.slack.fails(fault, "conversations.history", seconds=0.0)
    with pytest.raises(errors.Unknown):
        await chat.post(office.channel(NEWS), KEY, TEXT)

    assert await chat.find(office.channel(NEWS), KEY) is None
    assert office.messages(NEWS) == []


async def test_a_copy_of_the_mark_is_not_ours(office: Office, chat: ports.Chat) -> None:
    """Whoever else writes the same metadata has announced nothing."""
    posted = await chat.post(office.channel(NEWS), KEY, TEXT)
    office.slack.desk.storage.db.execute(
        "UPDATE slack_messages SET user = ?", (office.people["alice"].id,)
    )

    assert await chat.find(office.channel(NEWS), KEY) is None
    assert posted.key == KEY


@pytest.mark.parametrize("mishap", ["archived", "kicked"])
async def test_a_channel_that_is_closed_to_the_bot_needs_a_person(
    office: Office, chat: ports.Chat, mishap: str
) -> None:
    """The sentence names the channel, the next step what to do."""
    channel = office.channel(NEWS)
    if mishap == "archived":
        office.slack.archive(NEWS)
    else:
        office.slack.kick(NEWS)
        office.slack.installs(_manifest_without_public())

    with pytest.raises(errors.Failed, match=channel) as refused:
        await chat.post(channel, KEY, TEXT)

    assert "retry" in refused.value.next_step


async def test_a_long_announcement_fits(office: Office, chat: ports.Chat) -> None:
    """The most that the planner gives a channel is one message."""
    text = "# News\n\n" + "\n".join(f"- {'word ' * 18}{number:04}" for number in range(100))
    await chat.post(office.channel(NEWS), KEY, text[:10_000])

    assert "0090" in read(office.messages(NEWS)[0])


async def test_a_bad_token_says_so(office: Office, platform: SlackPlatform) -> None:
    """Where to put a new one is the operator's business."""
    del platform
    bad = office.platform()
    (office.folder / "bot_token").write_text("xoxb-wrong", encoding="utf-8")

    with pytest.raises(errors.Failed, match="token") as refused:
        await bad.chat.find(office.channel(NEWS), KEY)

    assert refused.value.reason == "credentials"


def _manifest_without_public() -> dict[str, object]:
    return {
        "display_information": {"name": "releasebot"},
        "oauth_config": {"scopes": {"bot": ["chat:write", "channels:history"]}},
        "settings": {"socket_mode_enabled": True},
    }
