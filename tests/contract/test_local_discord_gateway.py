"""The local Discord's Gateway, with the real client: logins, frames, lost lines and sessions."""

import asyncio
import json
import zlib
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot.rehearsal.discord.numbers import Permission
from tests.official.discord.client import App, connected, until
from tests.official.discord.watching import Watched, watched_discord

IDENTIFY = {"properties": {}, "intents": 1}


async def test_a_client_sees_its_guilds(watched: Watched) -> None:
    """Login, guilds, channels of both kinds, and the members that are in them."""
    async with connected(watched.discord) as app:
        guild = app.get_guild(watched.ids.guild)

        assert guild is not None
        assert [channel.name for channel in guild.channels] == ["releases", "announcements"]
        assert app.text_channel(watched.ids.announcements).is_news()
        assert (watched.discord.hub.identified, watched.discord.hub.connected) == (1, 1)


async def test_a_cut_line_is_resumed_and_nothing_is_lost(watched: Watched) -> None:
    """What happened meanwhile is replayed, once and in order, without a new login."""
    async with connected(watched.discord) as app:
        alice = watched.person("alice")
        alice.write(watched.ids.releases, "before")
        await until(lambda: app.heard)
        assert watched.discord.hub.abort() == 1
        for text in ("one", "two"):
            alice.write(watched.ids.releases, text)
        await until(lambda: len(app.heard) >= 3)
        last = alice.write(watched.ids.releases, "three")
        await until(lambda: app.heard[-1].id == last)

        ids = [message.id for message in app.heard]
        assert ids == [int(each["id"]) for each in alice.sees(watched.ids.releases)]
        assert (watched.discord.hub.identified, watched.discord.hub.resumed) == (1, 1)


async def test_the_server_may_ask_to_come_again(watched: Watched) -> None:
    """RECONNECT is followed by a RESUME."""
    async with connected(watched.discord):
        watched.discord.hub.ask_to_reconnect()
        await until(lambda: watched.discord.hub.resumed)

        assert watched.discord.hub.identified == 1


async def test_an_invalid_session_is_a_new_login(watched: Watched) -> None:
    """What happened without a session is not replayed."""
    async with connected(watched.discord) as app:
        watched.discord.hub.invalidate()
        watched.person("alice").write(watched.ids.releases, "nobody listened")
        await until(lambda: watched.discord.hub.identified == 2 and watched.discord.hub.connected)

        assert (app.heard, watched.discord.hub.resumed) == ([], 0)


async def test_a_session_that_was_forgotten_cannot_be_resumed(watched: Watched) -> None:
    """As after a restart of the server: the resume is refused, and the client logs in anew."""
    async with connected(watched.discord):
        watched.discord.hub.abort()
        watched.discord.hub.sessions.clear()
        await until(lambda: watched.discord.hub.identified == 2)

        assert watched.discord.hub.resumed == 0


async def test_a_resume_may_be_refused(watched: Watched) -> None:
    """As often as wanted; then the client logs in anew."""
    async with connected(watched.discord):
        watched.discord.hub.invalid = 2
        watched.discord.hub.abort()
        await until(lambda: watched.discord.hub.connected and not watched.discord.hub.invalid)

        assert (watched.discord.hub.identified, watched.discord.hub.resumed) == (3, 0)


async def test_a_session_may_be_invalid_and_resumable(watched: Watched) -> None:
    """The client comes again with what it had."""
    async with connected(watched.discord):
        watched.discord.hub.invalidate(resumable=True)
        await until(lambda: watched.discord.hub.resumed)

        assert watched.discord.hub.identified == 1


async def test_a_client_without_the_intent_reads_no_foreign_content(watched: Watched) -> None:
    """It gets the message, empty."""
    async with connected(watched.discord) as app:
        watched.person("alice").write(watched.ids.releases, "our secret")
        await until(lambda: app.heard)

        assert app.heard[0].content == ""
        seen = watched.person("bob").sees(watched.ids.releases)
        assert [each["content"] for each in seen] == ["our secret"]


async def test_a_client_hears_nothing_of_what_it_may_not_see(watched: Watched) -> None:
    """Neither of a channel that was closed to it, nor of a guild that it is not in."""
    ids, admin = watched.ids, watched.discord.admin
    foreign = admin.add_guild("Foreign", with_app=False)
    dave = admin.add_member(foreign, "dave")
    async with connected(watched.discord) as app:
        admin.deny(ids.releases, Permission.VIEW_CHANNEL)
        watched.person("alice").write(ids.releases, "unheard")
        hidden = admin.add_channel(foreign, "hidden")
        watched.discord.member(foreign, dave).write(hidden, "unheard")
        watched.person("alice").write(ids.announcements, "heard")
        await until(lambda: app.heard)

        assert [message.channel.id for message in app.heard] == [ids.announcements]
        assert [guild.name for guild in app.guilds] == ["Acme", "Elsewhere"]


async def test_changes_of_a_guild_are_told(watched: Watched) -> None:
    """A withdrawn permission and a deleted channel reach the client."""
    async with connected(watched.discord) as app:
        channel, guild = watched.ids.releases, app.get_guild(watched.ids.guild)
        assert guild is not None
        own = app.text_channel(channel)
        assert own.permissions_for(guild.me).send_messages
        watched.discord.admin.deny(channel, Permission.SEND_MESSAGES)
        await until(lambda: not own.permissions_for(guild.me).send_messages)
        watched.discord.admin.delete_channel(channel)
        await until(lambda: app.get_channel(channel) is None)
        watched.discord.admin.remove_app(watched.ids.guild)
        await until(lambda: app.get_guild(watched.ids.guild) is None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        pytest.param({"op": 2, "d": {**IDENTIFY, "token": "wrong"}}, 4004, id="wrong token"),
        pytest.param({"op": 2, "d": {**IDENTIFY, "intents": 1 << 15}}, 4014, id="privileged"),
        pytest.param({"op": 3, "d": {}}, 4003, id="not logged in"),
        pytest.param({"op": 77, "d": {}}, 4001, id="unknown operation"),
        pytest.param({"d": {}}, 4002, id="no operation"),
    ],
)
async def test_what_breaks_the_protocol_ends_the_connection(
    watched: Watched, said: dict[str, Any], code: int
) -> None:
    """With Discord's code for it."""
    if "intents" in said["d"]:
        said = {**said, "d": {"token": watched.discord.token, **said["d"]}}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(watched.discord.gateway_url) as socket,
    ):
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json(said)
        await socket.receive()

        assert socket.close_code == code


@pytest.mark.parametrize("compress", ["", "zlib-stream"])
async def test_frames_come_as_text_or_zlib(watched: Watched, compress: str) -> None:
    """The compressed ones are one stream, of which each message ends at a flush."""
    url, unpack = watched.discord.gateway_url, zlib.decompressobj()

    async def read(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
        raw = (await socket.receive()).data
        assert isinstance(raw, bytes) == bool(compress)
        content: dict[str, Any] = json.loads(unpack.decompress(raw) if compress else raw)
        return content

    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}/?v=10&encoding=json&compress={compress}") as socket,
    ):
        seen = [await read(socket)]
        await socket.send_json({"op": 2, "d": {**IDENTIFY, "token": watched.discord.token}})
        seen += [await read(socket) for _ in range(3)]
        await socket.send_json({"op": 1, "d": 3})
        seen.append(await read(socket))

    told = [each["t"] or each["op"] for each in seen]
    assert told == [10, "READY", "GUILD_CREATE", "GUILD_CREATE", 11]


async def test_a_wrong_token_cannot_log_in(tmp_path: Path) -> None:
    """REST refuses it before the Gateway is asked."""
    async with watched_discord(tmp_path) as local:
        app = App()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("discord.http.Route.BASE", local.api_url)
            with pytest.raises(discord.LoginFailure):
                await app.start("wrong")
        await app.close()
        await asyncio.sleep(0)
        assert local.record.statuses[401] == 1
