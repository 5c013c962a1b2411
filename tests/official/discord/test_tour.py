"""Every route of the local Discord is asked once, so that each answer is held to its type."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.discord.local import LocalDiscord
from bot.rehearsal.discord.numbers import ALL
from bot.rehearsal.discord.people.sample import Sample, make_sample
from tests.official import npm
from tests.official.discord import payloads
from tests.official.discord.watching import watched_discord

pytestmark = pytest.mark.skipif(not npm.is_here(), reason="npm is not here")
COMMAND = {"name": "hello", "description": "Say hello"}


class Tour:
    """Asks with the app's token; every answer must be a good one."""

    def __init__(self, discord: LocalDiscord, session: aiohttp.ClientSession) -> None:
        """Take where to ask, and with what."""
        self.discord = discord
        self.session = session

    async def ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  # JSON
        """The answer's JSON."""
        url = f"{self.discord.api_url}{path}"
        async with self.session.request(method, url, json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else None


async def _commands(tour: Tour, base: str) -> None:
    made = await tour.ask("POST", base, COMMAND)
    await tour.ask("PATCH", f"{base}/{made['id']}", {"description": "Say it again"})
    assert (await tour.ask("GET", f"{base}/{made['id']}"))["description"] == "Say it again"
    await tour.ask("PUT", base, [COMMAND, {**COMMAND, "name": "other"}])
    assert [each["name"] for each in await tour.ask("GET", base)] == ["hello", "other"]
    await tour.ask("DELETE", f"{base}/{made['id']}")
    await tour.ask("PUT", base, [COMMAND])


async def _application(tour: Tour, ids: Sample) -> None:
    for path in ("/users/@me", f"/users/{ids.alice}", "/users/@me/guilds", "/gateway"):
        await tour.ask("GET", path)
    for path in ("/applications/@me", "/oauth2/applications/@me", "/gateway/bot"):
        await tour.ask("GET", path)
    for path in ("", "/roles", "/channels", f"/members/{ids.bob}", "/members?limit=3"):
        await tour.ask("GET", f"/guilds/{ids.guild}{path}")


async def _messages(tour: Tour, channel: str) -> None:
    message = f"{channel}/messages/{(await tour.ask('POST', f'{channel}/messages', _TEXT))['id']}"
    await tour.ask("PATCH", message, {"content": "Changed"})
    await tour.ask("GET", message)
    await tour.ask("GET", f"{channel}/messages")
    await tour.ask("POST", f"{message}/crosspost")
    await tour.ask("POST", f"{message}/threads", {"name": "log"})
    await tour.ask("POST", f"{channel}/typing")
    number = message.rpartition("/")[2]
    for place in (f"{channel}/messages/pins", f"{channel}/pins"):
        await tour.ask("PUT", f"{place}/{number}")
        await tour.ask("DELETE", f"{place}/{number}")
    await tour.ask("DELETE", message)


_TEXT = {"content": "Out."}


async def _threads(tour: Tour, ids: Sample) -> None:
    made = await tour.ask("POST", f"/channels/{ids.releases}/threads", {"name": "private"})
    await tour.ask("PUT", f"/channels/{made['id']}/thread-members/@me")
    await tour.ask("GET", f"/guilds/{ids.guild}/threads/active")
    await tour.ask("PATCH", f"/channels/{made['id']}", {"archived": True})
    await tour.ask("DELETE", f"/channels/{made['id']}")
    await tour.ask("GET", f"/channels/{ids.releases}")


async def _hooks(tour: Tour, ids: Sample) -> None:
    hook = await tour.ask("POST", f"/channels/{ids.releases}/webhooks", {"name": "hook"})
    path = f"/webhooks/{hook['id']}/{hook['token']}"
    await tour.ask("GET", path)
    told = await tour.ask("POST", f"{path}?wait=true", _TEXT)
    await tour.ask("GET", f"{path}/messages/{told['id']}")
    await tour.ask("PATCH", f"{path}/messages/{told['id']}", {"content": "Changed"})
    await tour.ask("DELETE", f"{path}/messages/{told['id']}")


async def _interaction(tour: Tour, ids: Sample) -> None:
    """A person types while nobody listens; the answer is given by hand."""
    discord = tour.discord
    discord.service.seconds_to_answer = 0.01
    reply = await discord.member(ids.guild, ids.alice).invoke(ids.releases, "hello")
    discord.service.seconds_to_answer = 3
    row = discord.service.db.execute(
        "SELECT token FROM discord_interactions WHERE id = ?", (reply.interaction,)
    ).fetchone()
    path = f"/interactions/{reply.interaction}/{row['token']}/callback?with_response=true"
    answered = await tour.ask("POST", path, {"type": 4, "data": {**_TEXT, "flags": 64}})
    assert answered["interaction"]["response_message_ephemeral"] is True


async def test_every_route_keeps_its_type(tmp_path: Path) -> None:
    """None is left out, and none is answered with anything else than its type."""
    async with watched_discord(tmp_path) as discord:
        ids = make_sample(discord.service)
        for channel in (ids.releases, ids.announcements):
            discord.admin.allow(channel, ALL)
        headers = {"Authorization": f"Bot {discord.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            tour = Tour(discord, session)
            await _application(tour, ids)
            await _commands(tour, f"/applications/{discord.application}/commands")
            guild = f"/applications/{discord.application}/guilds/{ids.guild}/commands"
            await _commands(tour, guild)
            await _messages(tour, f"/channels/{ids.announcements}")
            await _threads(tour, ids)
            await _hooks(tour, ids)
            await _interaction(tour, ids)
        told = {each.what.rpartition(" ")[0] for each in discord.record.sent}

    assert set(payloads.ANSWERS) - told == set()
