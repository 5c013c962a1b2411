"""The connection to Discord: it comes by itself, also late, and ends without a trace."""

import asyncio

import pytest

from bot.adapters.chat.discord import platform as platforms
from bot.adapters.chat.discord.hearing import registering
from bot.rehearsal.discord.faults import Fault, Kind
from tests.fakes import sample_statuses
from tests.fakes.discord_office import Office
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again soon."""
    monkeypatch.setattr(platforms, "PAUSES", (0.05,))
    monkeypatch.setattr(registering, "AGAIN", 0.05)
    monkeypatch.setattr(registering, "LATER", 0.05)


async def test_no_task_is_left(office: Office, reception: FakeReception) -> None:
    """Whoever closes the platform gets a loop as it was before."""
    before = asyncio.all_tasks()
    async with office.staffed(reception) as platform:
        await platform.surface.show(sample_statuses.conversation("asked"))
        card = await office.card("Waits for")
        await office.types("alice", "status")
        await office.clicks("bob", "Approve", card)
    await asyncio.sleep(0)
    own = [t for t in asyncio.all_tasks() - before if "rehearsal" not in str(t.get_coro())]
    left = [t for t in own if "aiohttp.web" not in str(t) and "RequestHandler" not in str(t)]

    assert left == []


@pytest.mark.parametrize("kind", ["status", "unreachable"])
async def test_discord_may_be_away_at_the_start(
    office: Office, reception: FakeReception, kind: Kind
) -> None:
    """The bot connects as soon as it is back, and registers its command."""
    office.discord.faults.add(Fault(kind, "GET", "/users/@me$", status=503, times=6))
    async with office.staffed(reception):
        assert "alice said status" in await office.types("alice", "status")


async def test_the_gateway_may_be_away(office: Office, reception: FakeReception) -> None:
    """Where nothing names it, Discord does."""
    office.discord.faults.add(Fault("status", "GET", "/gateway$", status=503, times=4))
    platform = office.platform(gateway_url="")
    async with platform.connected(reception, office.memory):
        await office.is_heard(platform)
        assert "alice said status" in await office.types("alice", "status")


async def test_a_line_that_is_cut_is_resumed(office: Office, reception: FakeReception) -> None:
    """Also when Discord itself asks for it; nothing is missed."""
    async with office.staffed(reception):
        for disturb in (office.discord.hub.abort, office.discord.hub.ask_to_reconnect):
            disturb()
            assert "alice said status" in await office.types("alice", "status")

        assert office.discord.hub.identified == 1


async def test_a_session_that_is_gone_is_a_new_login(
    office: Office, reception: FakeReception
) -> None:
    """As after a restart of Discord's own."""
    async with office.staffed(reception) as platform:
        office.discord.hub.abort()
        office.discord.hub.sessions.clear()
        await eventually(lambda: office.discord.hub.identified == 2 and platform.is_listening)
        assert "alice said status" in await office.types("alice", "status")


async def test_a_wrong_token_is_said_and_may_be_mended(
    office: Office, reception: FakeReception, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a restart, and without a storm of requests in between."""
    platform = office.platform()
    (office.folder / "token").write_text("wrong", encoding="utf-8")
    async with platform.connected(reception, office.memory):
        await eventually(lambda: "refused the bot's token" in caplog.text)
        (office.folder / "token").write_text(office.discord.token, encoding="utf-8")
        await office.is_heard(platform)


async def test_a_bot_that_is_away_ends_at_once(office: Office, reception: FakeReception) -> None:
    """Nobody waits for Discord to come back before the bot may stop."""
    office.discord.faults.add(Fault("unreachable", "GET", ".*", times=1000))
    async with asyncio.timeout(5), office.platform().connected(reception, office.memory):
        await asyncio.sleep(0.1)


async def test_a_server_that_the_bot_is_not_in(
    office: Office, reception: FakeReception, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said what to do, and the rest goes on."""
    async with office.platform(guild=123).connected(reception, office.memory):
        await eventually(lambda: "is not in that Discord server" in caplog.text)


async def test_a_token_that_is_withdrawn_is_no_end(
    office: Office, reception: FakeReception
) -> None:
    """The library closes its client for good; the bot makes another one."""
    async with office.staffed(reception) as platform:
        first = platform._api._kept
        assert first is not None
        await first.close()
        await eventually(lambda: platform._api._kept is not first)
        await eventually(lambda: platform.is_listening)
        assert "alice said status" in await office.types("alice", "status")
        await platform.surface.show(sample_statuses.conversation("asked"))
        card = await office.card("Waits for")
        assert "bob said approve" in await office.confirms("bob", "Approve", card)
