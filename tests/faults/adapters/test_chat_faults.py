"""A chat that misbehaves: silence is Unknown, and a post is sent once."""

import pytest

from bot import errors
from bot.adapters.chat.chat_log import ChatLog
from bot.adapters.patience import Patience
from tests.fakes.unruly_server import Answer, UnrulyServer, drop, say

SILENT = {
    "hangs up": drop,
    "502 in HTML": say(502, "<html>"),
    "too many requests": say(429),
    "truncated": say(201, '{"id": "1", "chan'),
    "redirect": say(307, Location="http://127.0.0.1:9/"),
}


@pytest.fixture
def chat(server: UnrulyServer) -> ChatLog:
    """The chat log's adapter at the unruly server."""
    return ChatLog(server.url, Patience(answer=1, call=5, pauses=(0.0,)))


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
async def test_an_unconfirmed_post_is_sent_once(
    server: UnrulyServer, chat: ChatLog, answer: Answer
) -> None:
    """Whether people can read it is for the next look to say."""
    server.rules["POST", "/channels/"] = answer

    with pytest.raises(errors.Unknown):
        await chat.post("news", "key", "text")

    assert server.count("POST") == 1


@pytest.mark.parametrize(
    "answer", [drop, say(503), say(200, '{"mess'), say(200, "[]")], ids=["drop", "503", "cut", "[]"]
)
async def test_a_silent_chat_is_unknown(
    server: UnrulyServer, chat: ChatLog, answer: Answer
) -> None:
    """Unknown is not missing; a look is repeated."""
    server.rules["GET", "/channels/"] = answer

    with pytest.raises(errors.Unknown):
        await chat.find("news", "key")


async def test_a_hanging_chat_is_unknown(server: UnrulyServer, chat: ChatLog) -> None:
    """The bot does not wait for ever."""
    server.rules["GET", "/channels/"] = server.hang

    with pytest.raises(errors.Unknown):
        await chat.find("news", "key")


async def test_a_refused_post_fails(server: UnrulyServer, chat: ChatLog) -> None:
    """What cannot get better by waiting is said at once."""
    server.rules["POST", "/channels/"] = say(403)

    with pytest.raises(errors.Failed) as caught:
        await chat.post("news", "key", "text")

    assert caught.value.reason == "refused"
