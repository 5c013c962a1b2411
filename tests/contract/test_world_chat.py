"""The chat log: it takes every message, so that a duplicated one can be seen."""

from typing import Any

import aiohttp

from bot.rehearsal.world import World, effects

MESSAGE = {"key": "announce/1.2.0", "text": "Greeter 1.2.0 is out.", "author": "releasebot"}


async def test_a_second_post_is_a_second_message(shared_world: World) -> None:
    """Real chats do not look at our keys either."""
    url = f"{shared_world.chat_url}/channels/duplicates/messages"
    async with aiohttp.ClientSession() as session:
        posted = [await _send(session, "POST", url, MESSAGE) for _ in range(2)]
        found = await _send(session, "GET", f"{url}?key=announce/1.2.0")
        none = await _send(session, "GET", f"{url}?key=other")

    assert found["messages"] == posted
    assert none["messages"] == []
    assert [row["kind"] for row in effects(shared_world) if row["target"] == "duplicates"] == [
        "post"
    ] * 2


async def test_an_edit_keeps_the_message(shared_world: World) -> None:
    """An edit that changes nothing leaves no trace in the journal."""
    url = f"{shared_world.chat_url}/channels/edits/messages"
    async with aiohttp.ClientSession() as session:
        posted = await _send(session, "POST", url, MESSAGE)
        for _ in range(2):
            edited = await _send(session, "PATCH", posted["url"], {"text": "Corrected."})
        seen = await _send(session, "GET", posted["url"])

    assert seen == edited == posted | {"text": "Corrected."}
    kinds = [row["kind"] for row in effects(shared_world) if row["target"] == "edits"]
    assert kinds == ["post", "post_edited"]


async def test_a_message_without_text_is_refused(shared_world: World) -> None:
    """The answer says what is needed."""
    url = f"{shared_world.chat_url}/channels/refused/messages"
    async with aiohttp.ClientSession() as session:
        for body in ({"key": "k"}, {"key": 1, "text": "t", "author": "a"}, None):
            async with session.post(url, json=body) as answer:
                assert (answer.status, "key, text, author" in await answer.text()) == (400, True)


async def _send(
    session: aiohttp.ClientSession, method: str, url: str, body: dict[str, str] | None = None
) -> dict[str, Any]:
    async with session.request(method, url, json=body) as answer:
        assert answer.status == (201 if method == "POST" else 200)
        content: dict[str, Any] = await answer.json()
        return content
