"""The console's door: key, host, origin, headers, and connections that only take up room."""

import asyncio
import time
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import pytest

from bot import errors
from bot.adapters.chat.console import Console
from bot.adapters.web import door, forms, server
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.sample_site import KEY, sample_site

PAGE = "/console/projects/greeter"
HIDDEN = "Acme Greeter"


@pytest.fixture
def reception() -> FakeReception:
    """Who is asked; its channel holds something worth hiding."""
    made = FakeReception()
    made.shown = (sample_statuses.conversation("asked"),)
    return made


@pytest.fixture
async def address(reception: FakeReception) -> AsyncIterator[str]:
    """Where the console listens."""
    site = sample_site(reception, Console(), public_url="https://releases.example.org")
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        yield url


@pytest.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that knows nothing."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


def _cookie(address: str) -> dict[str, str]:
    port = address.rpartition(":")[2]
    return {"Cookie": f"releasebot_{port}={KEY}"}


async def test_the_key_becomes_a_cookie_and_leaves_the_address(
    address: str, stranger: aiohttp.ClientSession
) -> None:
    """No script reads it, no other site sends it, no history keeps it."""
    async with stranger.get(f"{address}{PAGE}?key={KEY}", allow_redirects=False) as answer:
        (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()

    assert (answer.status, answer.headers["Location"]) == (303, "/console")
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (KEY, True, "Strict")


@pytest.mark.parametrize(
    "path",
    ["/", "/console", PAGE, f"{PAGE}?key=", f"{PAGE}?key=guess", "/console/stream", "/no", "//x.y"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
async def test_nothing_is_shown_without_the_key(
    address: str, stranger: aiohttp.ClientSession, method: str, path: str
) -> None:
    """One page in plain words, whatever was asked."""
    headers = {"Origin": address}
    async with stranger.request(method, f"{address}{path}", headers=headers) as answer:
        text = await answer.text()

    assert answer.status == 403
    assert HIDDEN not in text
    assert KEY not in text
    assert method == "HEAD" or "whole address that releasebot printed" in text


async def test_a_wrong_cookie_opens_nothing(address: str, stranger: aiohttp.ClientSession) -> None:
    """Neither a guess nor the key of another port."""
    port = int(address.rpartition(":")[2])
    for cookie in (f"releasebot_{port}=guess", f"releasebot_{port + 1}={KEY}"):
        async with stranger.get(f"{address}{PAGE}", headers={"Cookie": cookie}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.nip.io"])
async def test_a_foreign_name_for_this_machine_opens_nothing(
    address: str, stranger: aiohttp.ClientSession, host: str
) -> None:
    """DNS rebinding: the browser would send the cookie, so the name is looked at."""
    headers = {"Host": host, **_cookie(address)}
    for path in (PAGE, f"/console?key={KEY}", "/console/static/console.js"):
        async with stranger.get(
            f"{address}{path}", headers=headers, allow_redirects=False
        ) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "releases.example.org"])
async def test_our_own_names_are_known(
    address: str, stranger: aiohttp.ClientSession, name: str
) -> None:
    """This machine's, and the one that the operator configured."""
    is_local = "." not in name or name[0].isdigit()
    host = f"{name}:{address.rpartition(':')[2]}" if is_local else name
    async with stranger.get(f"{address}/console/static/console.js", headers={"Host": host}) as got:
        assert got.status == 200


async def test_a_public_address_keeps_its_cookie_to_itself(
    address: str, stranger: aiohttp.ClientSession
) -> None:
    """Over HTTPS the cookie never travels in the clear."""
    for host, secure in (("releases.example.org", True), (address.removeprefix("http://"), "")):
        async with stranger.get(
            f"{address}/console?key={KEY}", headers={"Host": host}, allow_redirects=False
        ) as answer:
            (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert cookie["secure"] == secure


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_other_pages_press_nothing(
    address: str, stranger: aiohttp.ClientSession, reception: FakeReception, origin: str | None
) -> None:
    """A form on somebody else's page is refused even with the cookie."""
    headers = _cookie(address) | ({"Origin": origin} if origin else {})
    form = {"action": "approve", "as": "bob", "delivery": "0123456789"}
    async with stranger.post(f"{address}/console/press", data=form, headers=headers) as answer:
        assert answer.status == 403
        assert (await answer.json())["refused"]

    assert reception.asked == []


@pytest.mark.parametrize(
    "path", [PAGE, "/healthz", "/console/static/console.js", "/no", "/console"]
)
@pytest.mark.parametrize("with_key", [True, False])
async def test_every_answer_is_guarded(
    address: str, stranger: aiohttp.ClientSession, path: str, *, with_key: bool
) -> None:
    """A page runs our own scripts only, is framed by nobody, and is kept by no cache."""
    headers = _cookie(address) if with_key else {}
    async with stranger.get(f"{address}{path}", headers=headers, allow_redirects=False) as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize("path", ["/console/static/../door.py", "/console/static/%2e%2e/door.py"])
async def test_static_files_are_only_ours(
    address: str, stranger: aiohttp.ClientSession, path: str
) -> None:
    """Nothing outside their folder is served, and the folder is not listed."""
    from yarl import URL  # noqa: PLC0415  # to send the path as it stands

    for place in (path, "/console/static/"):
        async with stranger.get(URL(f"{address}{place}", encoded=True)) as answer:
            assert answer.status in (403, 404)


async def _speak(address: str, *pieces: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Send bytes as they are; what comes back until the server hangs up, and after how long."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    begun = time.monotonic()
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 20), time.monotonic() - begun
    finally:
        writer.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of time that a test can wait for."""
    monkeypatch.setattr(server, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(server, "LINGER_SECONDS", 0.2)
    monkeypatch.setattr(forms, "BODY_SECONDS", 0.3)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("begin", [b"", b"GET /console HT", b"GET / HTTP/1.1\r\nHost: x\r\nA: b"])
async def test_headers_that_never_end_are_cut_off(reception: FakeReception, begin: bytes) -> None:
    """A connection that says nothing, or drips, gives its place up."""
    app = server.make_app(sample_site(reception, Console()))
    async with server.open_server(app, "127.0.0.1:0") as url:
        answer, seconds = await _speak(url, begin)

    assert answer == b""
    assert seconds < 5


@pytest.mark.usefixtures("impatient")
async def test_a_body_that_never_ends_is_cut_off(reception: FakeReception) -> None:
    """The form is not waited for."""
    app = server.make_app(sample_site(reception, Console()))
    async with server.open_server(app, "127.0.0.1:0") as url:
        host = url.removeprefix("http://")
        head = (
            f"POST /console/say HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\n"
            f"Cookie: {_cookie(url)['Cookie']}\r\nContent-Type: {forms.FORM}\r\n"
            "Content-Length: 1000\r\n\r\ntext="
        )
        answer, seconds = await _speak(url, head.encode())

    assert answer.startswith(b"HTTP/1.1 408")
    assert seconds < 5
    assert reception.asked == []


async def test_rubbish_is_a_bad_request(address: str) -> None:
    """What is no HTTP is answered as that, and the next one is served."""
    answer, _ = await _speak(address, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")

    assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))


async def test_a_server_that_stops_ends_its_streams(reception: FakeReception) -> None:
    """Open pages do not keep the bot from ending."""
    app = server.make_app(sample_site(reception, Console()))
    async with aiohttp.ClientSession() as session:
        async with server.open_server(app, "127.0.0.1:0") as url:
            path = f"{url}/console/stream?kind=projects&name=greeter"
            stream = await session.get(path, headers=_cookie(url))
            await stream.content.readline()
            begun = time.monotonic()
        assert time.monotonic() - begun < server.STOP_SECONDS
        await stream.content.read()


async def test_a_taken_port_is_told_in_words(address: str, reception: FakeReception) -> None:
    """Whoever starts a second bot learns what to change."""
    app = server.make_app(sample_site(reception, Console()))
    listen = address.removeprefix("http://")

    with pytest.raises(errors.Refused, match="cannot listen on"):
        async with server.open_server(app, listen):
            pass


def test_the_key_is_compared_without_a_hint() -> None:
    """Whatever was given, also what is no ASCII, is only not the key."""
    site: Any = sample_site(FakeReception(), Console())

    assert [door.is_key(given, site) for given in (KEY, KEY[:-1], "", "é\ud800")] == [
        True,
        False,
        False,
        False,
    ]
