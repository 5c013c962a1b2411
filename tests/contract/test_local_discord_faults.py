"""Trouble on demand in the local Discord, and what the real client makes of it."""

import asyncio

import aiohttp
import discord
import pytest

from bot.rehearsal.discord.faults import Fault
from tests.official.discord.client import connected, until
from tests.official.discord.watching import Watched

POSTS = "/channels/[0-9]+/messages$"


def _texts(watched: Watched) -> list[str]:
    return [each["content"] for each in watched.person("bob").sees(watched.ids.releases)]


async def test_a_limit_is_waited_for(watched: Watched) -> None:
    """The client comes again by itself after a 429."""
    fault = watched.discord.faults.add(Fault("limited", "POST", POSTS, times=2, seconds=0.05))
    async with connected(watched.discord) as app:
        await app.text_channel(watched.ids.releases).send("Out.")

    assert (fault.met, _texts(watched)) == (2, ["Out."])
    assert watched.discord.record.invalid_requests == 2


async def test_a_bucket_that_is_empty_refuses(watched: Watched) -> None:
    """More requests of a route than it holds: the client waits as the headers say."""
    watched.discord.service.bucket = (2, 0.2)
    async with connected(watched.discord) as app:
        for number in range(5):
            await app.text_channel(watched.ids.releases).send(str(number))

    assert _texts(watched) == ["0", "1", "2", "3", "4"]


async def test_a_failing_server_is_asked_again(watched: Watched) -> None:
    """The client repeats a post after a 502 that did nothing."""
    watched.discord.faults.add(Fault("status", "POST", POSTS, status=502))
    async with connected(watched.discord) as app:
        await app.text_channel(watched.ids.releases).send("Out.")

    assert _texts(watched) == ["Out."]


async def test_a_lost_answer_leaves_the_effect(watched: Watched) -> None:
    """The message is there; the same nonce finds it, so that there is one."""
    watched.discord.faults.add(Fault("lost", "POST", POSTS))
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await channel.send("Out.", nonce="release-1")
        assert _texts(watched) == ["Out."]
        found = await channel.send("Out.", nonce="release-1")

    assert [found.id] == [int(each["id"]) for each in watched.person("bob").sees(channel.id)]


async def test_a_withheld_answer_leaves_time_to_die(watched: Watched) -> None:
    """The message is there while the client still waits: the instant at which a bot is killed."""
    watched.discord.faults.add(Fault("withheld", "POST", POSTS, seconds=30))
    async with connected(watched.discord) as app:
        sending = asyncio.create_task(app.text_channel(watched.ids.releases).send("Out."))
        await until(lambda: _texts(watched) == ["Out."])
        assert not sending.done()
        sending.cancel()


async def test_an_error_can_be_chosen(watched: Watched) -> None:
    """Any status with any of Discord's codes, as often as wanted."""
    fault = Fault("status", "POST", POSTS, times=2, status=400, code=30001)
    watched.discord.faults.add(fault)
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        for _ in range(2):
            with pytest.raises(discord.HTTPException) as refused:
                await channel.send("Out.")
        await channel.send("Out.")

    assert (refused.value.code, fault.met) == (30001, 2)


async def test_an_unreachable_server_did_nothing(watched: Watched) -> None:
    """The line is cut before anything happens."""
    watched.discord.faults.add(Fault("unreachable", "POST", POSTS))
    async with connected(watched.discord) as app:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await app.text_channel(watched.ids.releases).send("Out.")

    assert _texts(watched) == []


async def test_a_slow_answer_makes_an_interaction_fail(watched: Watched) -> None:
    """The app answered, but too late on the way."""
    watched.discord.service.seconds_to_answer = 0.1
    watched.discord.faults.add(Fault("slow", "POST", "/callback$", seconds=0.3))
    codes: list[int] = []

    async with connected(watched.discord) as app:

        @app.tree.command(name="hello", guild=discord.Object(watched.ids.guild))
        async def hello(interaction: discord.Interaction) -> None:
            """Answers at once."""
            with pytest.raises(discord.NotFound) as late:
                await interaction.response.send_message("Hello.")
            codes.append(late.value.code)

        await app.tree.sync(guild=discord.Object(watched.ids.guild))
        reply = await watched.person("alice").invoke(watched.ids.releases, "hello")
        assert reply.failure == "This interaction failed"
        await until(lambda: codes)

    assert codes == [10062]


async def test_an_unknown_route_is_a_broken_rule(watched: Watched) -> None:
    """What the local Discord does not have is told, not passed over."""
    async with connected(watched.discord) as app:
        with pytest.raises(discord.NotFound):
            await app.http.request(discord.http.Route("GET", "/nowhere"))

    assert watched.discord.record.forgive() == [
        "GET /api/v10/nowhere: The local Discord has no such route."
    ]
