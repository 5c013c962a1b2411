"""The console over HTTP: its pages, what people say and press, and the stream of what changes."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import errors
from bot.adapters.chat.console import Console
from bot.adapters.web import door, forms, server
from bot.domain.conversation.messages import Reply
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import KEY, sample_site

DELIVERY = "0123456789abcdef"
Client = TestClient[Any, Any]


@pytest.fixture
def reception() -> FakeReception:
    """Who is asked."""
    return FakeReception()


@pytest.fixture
def console() -> Console:
    """The surface that pages follow."""
    return Console(most=2)


@pytest.fixture
async def client(reception: FakeReception, console: Console) -> AsyncIterator[Client]:
    """A browser that has opened the address with the key."""
    app = server.make_app(sample_site(reception, console))
    async with TestClient(TestServer(app)) as opened:
        async with opened.get(f"/console?key={KEY}") as answer:
            assert answer.status == 200
        yield opened


async def post(client: Client, path: str, **values: str) -> tuple[int, Mapping[str, Any]]:
    """Send a form as a page of the console does."""
    form = {"as": "alice", "project": "greeter", "delivery": DELIVERY, **values}
    origin = str(client.make_url("/")).rstrip("/")
    async with client.post(path, data=form, headers={"Origin": origin}) as answer:
        return answer.status, await answer.json()


async def test_a_channel_shows_its_releases(client: Client, reception: FakeReception) -> None:
    """Cards and threads stand in the page; a script is not needed to read them."""
    reception.shown = (sample_statuses.conversation("asked"),)

    async with client.get("/console/projects/greeter?as=bob") as answer:
        page = await answer.text()

    assert "Acme Greeter 1.2.0" in page
    assert 'value="bob" checked' in page
    assert f'id="thread-{sample_statuses.RELEASE}"' in page


async def test_an_empty_channel_invites(client: Client) -> None:
    """Whoever opens it first is told what to type."""
    async with client.get("/console/projects/greeter") as answer:
        page = await answer.text()

    assert "No release of greeter yet" in page
    assert "/release minor" in page


async def test_announcements_are_read_where_they_were_posted(client: Client) -> None:
    """As everybody reads them, and nobody can answer there."""
    async with client.get("/console/announcements/releases") as answer:
        page = await answer.text()

    assert "Acme Greeter v1.2.0 is out</h2>" in page
    assert 'id="composer"' not in page


@pytest.mark.parametrize("path", ["/console/projects/releases", "/console/announcements/x", "/no"])
async def test_unknown_places_are_told_in_words(client: Client, path: str) -> None:
    """A page of ours, not of the server."""
    async with client.get(path) as answer:
        assert answer.status == 404
        assert "Go back to the console." in await answer.text()


@pytest.mark.parametrize("typed", ["/release minor", "  /RELEASE minor ", "\uff0frelease minor"])
async def test_a_command_reaches_the_reception(
    client: Client, reception: FakeReception, typed: str
) -> None:
    """Without the command's own name, with who said it and where."""
    status, told = await post(client, "/console/say", text=typed)

    said, caller = reception.asked[0]
    assert (status, said) == (200, "minor")
    assert caller.account == "console:alice"
    assert caller.project == "greeter"
    assert "only visible to you" in told["html"]
    assert "alice said minor." in told["html"]
    assert not told["refused"]


async def test_talk_is_answered_but_does_nothing(client: Client, reception: FakeReception) -> None:
    """Nobody takes a remark for a command."""
    _, told = await post(client, "/console/say", text="minor please")

    assert reception.asked == []
    assert told["refused"]
    assert "Begin with /release" in told["html"]


async def test_a_long_line_is_echoed_in_short(client: Client) -> None:
    """What somebody pasted by mistake does not fill the channel."""
    _, told = await post(client, "/console/say", text="x" * 40_000)

    assert len(told["html"]) < 2000


async def test_the_same_submission_is_the_same_request(
    client: Client, reception: FakeReception
) -> None:
    """The page's own number names the request, for each person."""
    for person in ("alice", "alice", "bob"):
        await post(client, "/console/say", text="/release minor", **{"as": person})

    deliveries = [caller.delivery for _, caller in reception.asked]
    assert deliveries[0] == deliveries[1]
    assert deliveries[0] != deliveries[2]


async def test_a_press_carries_what_was_filled_in(client: Client, reception: FakeReception) -> None:
    """The button's ids, the dialog's fields and its base."""
    fields = {"field.reason": "docs", "field.base": "sha256:1", "action": "hold", "release": "r1"}

    status, told = await post(client, "/console/press", question="q1", argument="", **fields)

    assert (status, told["as_of"]) == (200, 0)
    asked = ("hold", "r1", "q1", "", {"reason": "docs", "base": "sha256:1"})
    assert reception.asked[0][:5] == asked
    assert "only visible to you, alice" in told["html"]


async def test_an_outsider_is_refused_where_the_button_is(client: Client) -> None:
    """With the sentence, the next step and the reason code."""
    _, told = await post(client, "/console/press", action="approve", **{"as": "outsider"})

    assert told["refused"]
    assert "dave has no role here." in told["html"]
    assert "not_allowed" in told["html"]


async def test_a_dialog_comes_filled_in(client: Client) -> None:
    """The notes as they are, to be changed."""
    _, told = await post(client, "/console/dialog", action="edit_notes", release="r1")

    assert "Greetings in French" in told["dialog"]
    assert 'name="field.base" value="sha256:0123"' in told["dialog"]


async def test_a_preview_shows_markdown_as_it_will_be_read(client: Client) -> None:
    """And nothing of it is alive."""
    _, told = await post(client, "/console/preview", text="**bold** <script>")

    assert "<strong>bold</strong> &lt;script&gt;" in told["html"]


async def test_a_preview_tells_each_channels_room(client: Client, reception: FakeReception) -> None:
    """While somebody types; what is counted is bounded, and less is rendered."""
    _, told = await post(client, "/console/preview", release="r1", text="x " * 60_000)

    assert reception.asked[-1] == ("preview_notes", "r1", "x " * 50_000)
    assert "<dd>100000</dd>" in told["room"]
    assert len(told["html"]) < 21_000
    assert "the preview ends here" in told["html"]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"as": "mallory"}, 400),
        ({"project": "other"}, 400),
        ({"delivery": ""}, 400),
        ({"delivery": "x" * 65}, 400),
        ({"action": "format_disk"}, 400),
        ({f"field.{number}": "x" for number in range(50)}, 400),
        ({"field.reason": "x" * forms.LARGEST_BODY}, 413),
    ],
)
async def test_what_no_page_sends_is_refused(
    client: Client, reception: FakeReception, values: dict[str, str], status: int
) -> None:
    """In plain words, and nobody is asked."""
    sent = {"action": "approve", **values}

    answered, told = await post(client, "/console/press", **sent)

    assert answered == status
    assert told["refused"]
    assert reception.asked == []


async def test_a_broken_reception_is_told_without_its_inside(
    client: Client, reception: FakeReception
) -> None:
    """A bug is a sentence for people and a traceback for the log only."""

    def broken(*_: object) -> Reply:
        raise ValueError("secret inside")

    reception.answer = broken

    status, told = await post(client, "/console/say", text="/release minor")

    assert status == 500
    assert "secret" not in told["html"]


async def test_slow_work_is_answered_in_the_end(
    client: Client, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits longer than the clock of the door."""
    monkeypatch.setattr(door, "SECONDS", 0.01)

    async def slow(*_: object) -> Reply:
        await asyncio.sleep(60)
        return Reply()

    monkeypatch.setattr(reception, "say", slow)

    status, told = await post(client, "/console/say", text="/release minor")

    assert status == 504
    assert "what was begun goes on" in told["html"]


async def _event(stream: aiohttp.ClientResponse) -> tuple[str, Any]:
    """The next event of a stream, past the heartbeats."""
    event = ""
    async for line in stream.content:
        if line.startswith(b"event: "):
            event = line.decode().removeprefix("event: ").strip()
        if line.startswith(b"data: "):
            return event, json.loads(line.removeprefix(b"data: "))
    raise AssertionError("the stream has ended")


async def test_a_stream_begins_with_everything_and_goes_on_with_changes(
    client: Client, reception: FakeReception, console: Console
) -> None:
    """So a page that comes back after a lost connection is right at once."""
    reception.shown = (sample_statuses.conversation("asked"),)
    async with client.get("/console/stream?kind=projects&name=greeter") as stream:
        event, items = await asyncio.wait_for(_event(stream), 5)
        assert (event, [item["release"] for item in items]) == ("all", [sample_statuses.RELEASE])

        await console.show(sample_statuses.conversation("done"))

        event, item = await asyncio.wait_for(_event(stream), 5)
    assert event == "one"
    assert "Released" in item["summary"]


async def test_a_channel_hears_of_its_own_project_only(client: Client, console: Console) -> None:
    """What happens elsewhere is not sent."""
    async with client.get("/console/stream?kind=projects&name=parser") as stream:
        await asyncio.wait_for(_event(stream), 5)
        await console.show(sample_statuses.conversation("done"))

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(_event(stream), 0.2)


async def test_announcements_are_read_again_when_something_happens(
    client: Client, console: Console
) -> None:
    """The chat tells nobody by itself."""
    async with client.get("/console/stream?kind=announcements&name=releases") as stream:
        await asyncio.wait_for(_event(stream), 5)
        await console.show(sample_statuses.conversation("done"))

        event, items = await asyncio.wait_for(_event(stream), 5)
    assert (event, items[0]["release"]) == ("all", "post-1")


async def test_one_stream_too_many_is_refused(client: Client) -> None:
    """A script that opens pages without end takes nobody else's place."""
    path = "/console/stream?kind=projects&name=greeter"
    async with client.get(path) as one, client.get(path) as two:
        assert (one.status, two.status) == (200, 200)
        async with client.get(path) as third:
            assert third.status == 503
            assert "2 pages of the console are open" in await third.text()


async def test_health_needs_no_key(reception: FakeReception, console: Console) -> None:
    """Whoever watches the process is told one word."""
    app = server.make_app(sample_site(reception, console))
    async with (
        TestClient(TestServer(app)) as stranger,
        stranger.get("/healthz") as up,
        stranger.get("/readyz") as ready,
    ):
        assert (up.status, await up.text()) == (200, "up\n")
        assert (ready.status, await ready.text()) == (200, "ready\n")


async def test_it_is_not_ready_without_its_database(
    reception: FakeReception, console: Console
) -> None:
    """Up, but of no use: a supervisor has to know."""

    async def locked() -> object:
        raise errors.Unknown("The database is locked.", "Wait.")

    site = sample_site(reception, console)
    app = server.make_app(dataclasses.replace(site, ready=locked))
    async with TestClient(TestServer(app)) as stranger, stranger.get("/readyz") as ready:
        assert ready.status == 503
