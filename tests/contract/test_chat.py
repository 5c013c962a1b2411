"""Every chat: posts are found again by their key, and nothing stops a second one."""

import pytest

from bot import ports
from bot.adapters.chat.chat_log import ChatLog
from bot.rehearsal.world import World
from tests.fakes.fake_chat import FakeChat


@pytest.fixture(params=["fake", "chat log"])
def chat(request: pytest.FixtureRequest) -> ports.Chat:
    """A chat in memory, and the chat log of the local world."""
    if request.param == "fake":
        return FakeChat()
    return ChatLog(request.getfixturevalue("world").chat_url)


async def test_an_unknown_key_is_not_there(chat: ports.Chat) -> None:
    """Silence in a channel is an answer."""
    assert await chat.find("quiet", "nothing") is None


async def test_a_post_is_found_by_its_key(chat: ports.Chat) -> None:
    """What was posted is what is found."""
    posted = await chat.post("news", "release-1:announcement", "# 1.0.0\n\nÄ <b> & `code`")

    found = await chat.find("news", "release-1:announcement")

    assert found == posted
    assert (posted.channel, posted.text) == ("news", "# 1.0.0\n\nÄ <b> & `code`")
    assert posted.id
    assert posted.url


async def test_a_key_counts_for_its_channel_only(chat: ports.Chat) -> None:
    """The same announcement goes to several channels."""
    await chat.post("here", "release-2:announcement", "text")

    assert await chat.find("elsewhere", "release-2:announcement") is None


async def test_a_chat_does_not_stop_duplicates(chat: ports.Chat) -> None:
    """Looking first is the bot's own duty; the first post is the one that counts."""
    first = await chat.post("news", "release-3:announcement", "once")
    second = await chat.post("news", "release-3:announcement", "twice")

    assert first.id != second.id
    assert await chat.find("news", "release-3:announcement") == first


async def test_a_post_is_corrected_in_place(chat: ports.Chat) -> None:
    """It stays where it is, says the new text, and tells which text that is."""
    posted = await chat.post("news", "release-4:announcement", "wrong")

    edited = await chat.edit(posted, "right")

    assert edited == await chat.find("news", "release-4:announcement")
    assert (edited.id, edited.text) == (posted.id, "right")
    assert edited.digest == ports.text_digest("right") != posted.digest


@pytest.mark.parametrize("odd", ["a/b", "ä ö", "?key=x", "..", "#c"])
async def test_any_channel_and_key_is_only_a_name(chat: ports.Chat, odd: str) -> None:
    """No channel's name leads to another address."""
    posted = await chat.post(f"c{odd}", odd, "text")

    assert await chat.find(f"c{odd}", odd) == posted


async def test_the_chat_log_tells_what_people_read(world: World) -> None:
    """The newest messages, oldest first, each with its time; silence is an answer."""
    chat = ChatLog(world.chat_url)
    for key in ("one", "two", "three"):
        await chat.post("news", key, f"# {key}")

    told = await chat.history("news", 2)

    assert [post.key for post in told] == ["two", "three"]
    assert all(post.time for post in told)
    assert await chat.history("quiet", 2) == ()
