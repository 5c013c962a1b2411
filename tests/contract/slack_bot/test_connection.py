"""The connection to Slack: it comes by itself, also late, and ends without a trace."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import doors, settings
from bot.adapters.chat.console import Console
from bot.adapters.chat.slack import socket
from bot.adapters.chat.slack.platform import SlackPlatform
from bot.adapters.web import server
from bot.main import platforms
from bot.rehearsal.slack.app_manifest import AppManifest, Command
from bot.rehearsal.slack.desk import Timing
from tests.fakes import sample_statuses
from tests.fakes.fake_reception import FakeReception
from tests.fakes.fake_releases import FakeReleases
from tests.fakes.sample_site import sample_site
from tests.fakes.slack_office import CHANNEL, Office, eventually, open_office


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(socket, "PAUSES", (0.05,))


async def test_no_task_is_left(office: Office, reception: FakeReception) -> None:
    """Whoever closes the platform gets a loop as it was before."""
    before = asyncio.all_tasks()
    async with office.staffed(reception) as platform:
        await platform.surface.show(sample_statuses.conversation("asked"))
        await office.card("Waits for")
        await office.people["alice"].types("/release status", CHANNEL)
    own = [t for t in asyncio.all_tasks() - before if "rehearsal" not in str(t.get_coro())]
    left = [t for t in own if "aiohttp.web" not in str(t) and "RequestHandler" not in str(t)]

    assert left == []


async def test_slack_may_be_away_at_the_start(office: Office, reception: FakeReception) -> None:
    """The bot connects as soon as it is back."""
    office.slack.fails("server_error", "auth.test", times=8)
    office.slack.fails("dropped", "apps.connections.open", times=2)
    async with office.staffed(reception):
        done = await office.people["alice"].types("/release status", CHANNEL)

    assert done.acknowledged


async def test_a_token_of_another_workspace_is_refused(
    office: Office, reception: FakeReception, caplog: pytest.LogCaptureFixture
) -> None:
    """People of that workspace would be strangers here; the log says what to correct."""
    async with office.platform(team="T0OTHER").connected(reception, office.memory):
        await eventually(lambda: "[slack] team is T0OTHER" in caplog.text)

    assert office.slack.sockets.connections == []


async def test_a_bot_that_is_away_ends_at_once(office: Office, reception: FakeReception) -> None:
    """Nobody waits for Slack to come back before the bot may stop."""
    office.slack.fails("dropped", "*", times=1000)
    async with asyncio.timeout(5), office.platform().connected(reception, office.memory):
        await asyncio.sleep(0.1)


@asynccontextmanager
async def listening(platform: SlackPlatform) -> AsyncIterator[str]:
    """The web server with the platform's hooks; yields where Slack sends to."""
    site = sample_site(FakeReception(), Console(), hooks=platform.hooks())
    async with server.open_server(server.make_app(site), "127.0.0.1:0") as url:
        yield f"{url}/slack/events"


async def test_http_mode_hears_the_same(tmp_path: Path, reception: FakeReception) -> None:
    """A command, a click and the question whether the address is the bot's."""
    async with open_office(tmp_path, Timing(event_retries=())) as office:
        platform = office.platform(mode="http")
        async with listening(platform) as url, platform.connected(reception, office.memory):
            office.slack.desk.app = AppManifest(
                commands=(Command("/release", url=url, should_escape=True),),
                is_socket=False,
                events_url=url,
                interactivity_url=url,
            )
            await eventually(lambda: platform.is_listening)
            done = await office.people["alice"].types("/release status", CHANNEL)
            await office.told("alice", "alice said status.")
            verified = await office.slack.verifies_url()
            await platform.surface.show(sample_statuses.conversation("asked"))
            card = await office.card("Waits for")
            clicked = await office.people["bob"].clicks("Approve", card)

    assert done.acknowledged
    assert clicked.acknowledged
    assert verified.acknowledged
    assert [each[0] for each in reception.asked] == ["status", "approve"]


FILE = """
config_version = 1
bot = { data_dir = ".", listen = "127.0.0.1:0" }
github = { api_url = "http://127.0.0.1:1" }
[slack]
mode = "http"
bot_token = { file = "bot_token" }
signing_secret = { file = "signing_secret" }
team = "T0123"
"""


@pytest.mark.parametrize("signature", ["", "abc", "v0=" + "0" * 64, "💥"])
async def test_a_served_bot_takes_only_what_slack_signed(tmp_path: Path, signature: str) -> None:
    """It needs no key of the console, and no stranger gets further."""
    for name in ("bot_token", "signing_secret"):
        (tmp_path / name).write_text("canary", encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    (tmp_path / "releasebot.toml").write_text(FILE, encoding="utf-8")
    configured = settings.read_settings(tmp_path / "releasebot.toml")
    bot = doors.OpenBot(
        releases=FakeReleases(),
        reception=FakeReception(),
        console=Console(),
        folder=tmp_path,
        hooks=platforms.hooks(platforms.platforms(configured)),
    )
    headers = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": signature}
    async with doors.open_web(configured, bot) as web, aiohttp.ClientSession() as session:
        url = f"{web.address}/slack/events"
        async with session.post(url, data=b"command=/release", headers=headers) as answer:
            assert (answer.status, "signed" in await answer.text()) == (401, True)
