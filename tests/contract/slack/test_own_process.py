"""A local Slack in a process of its own: started, spoken to by others, killed, found again."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.running import owner
from bot.rehearsal.slack.desk import Exchange
from tests.contract.slack import blocks
from tests.contract.slack.waiting import until
from tests.official import npm
from tests.official.slack import contract


@contextlib.asynccontextmanager
async def _serving(folder: Path) -> AsyncIterator[dict[str, Any]]:
    """What `slack.json` says of a started process."""
    file = folder / "slack.json"
    before = file.stat().st_mtime_ns if file.exists() else 0
    command = [sys.executable, "-m", "bot.rehearsal.slack", str(folder)]
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await until(lambda: file.exists() and file.stat().st_mtime_ns != before)
        yield json.loads(file.read_text())
    finally:
        process.kill()
        await process.wait()


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[dict[str, Any]]:
    """A process of one test's own."""
    owner.claim(tmp_path)
    async with _serving(tmp_path) as known:
        yield known


class _Control:
    """The control routes, as another process uses them."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/_slack/"

    async def post(self, path: str, **content: object) -> Any:  # noqa: ANN401  # any JSON
        async with self._session.post(self._url + path, json=content) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def get(self, path: str) -> Any:  # noqa: ANN401  # any JSON
        async with self._session.get(self._url + path) as answer:
            return await answer.json()

    async def until(self, path: str, **content: object) -> Any:  # noqa: ANN401  # any JSON
        async with asyncio.timeout(5):
            while not (seen := await self.post(path, **content)):  # noqa: ASYNC110  # nobody tells
                await asyncio.sleep(0.01)
            return seen


async def test_people_act_over_http(told: dict[str, Any]) -> None:
    """Types, clicks, fills in, submits, and looks; and nothing of it breaks the contract."""
    client = AsyncWebClient(token=told["bot_token"], base_url=told["api_url"])
    app = AsyncApp(client=client, signing_secret=told["signing_secret"])
    blocks.teach(app)
    handler = AsyncSocketModeHandler(app, told["app_token"])
    await handler.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    async with aiohttp.ClientSession() as session:
        control = _Control(session, told["url"])
        await control.post("channels", name="releases", members=["releasebot"])
        await control.post("people", name="alice", channels=["releases"])
        typed = await control.post("people/alice/types", line="/release x", channel="releases")
        (card,) = await control.until("people/alice/sees", channel="releases")
        clicked = await control.post("people/alice/clicks", wanted="Edit notes", on=card)
        await control.until("people/alice/sees_dialog")
        await control.post("people/alice/fills", wanted="notes", value="good")
        submitted = await control.post("people/alice/submits")
        await control.post("faults", kind="rate_limited", target="chat.postMessage")
        await control.post("channels/releases/archive")
        state = await control.get("state")
        exchanges = (await control.get("exchanges"))["exchanges"]
    await handler.close_async()  # type: ignore[no-untyped-call]  # of bolt

    assert [each["acknowledged"] for each in (typed, clicked, submitted)] == [True] * 3
    assert (state["connections"], typed["milliseconds"] > 0) == (1, True)
    if npm.is_here():
        assert contract.violations(Exchange(**each) for each in exchanges) == []


async def test_what_was_said_is_still_there_after_a_kill(tmp_path: Path) -> None:
    """The address, the tokens, the channels and the messages are the same."""
    owner.claim(tmp_path)
    async with _serving(tmp_path) as before:
        client = AsyncWebClient(token=before["bot_token"], base_url=before["api_url"])
        posted = await client.chat_postMessage(channel="general", text="Here I am.")
    async with _serving(tmp_path) as after:
        client = AsyncWebClient(token=after["bot_token"], base_url=after["api_url"])
        link = await client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])

    assert before == after
    assert link["ok"]


async def test_what_a_person_cannot_do_is_told(told: dict[str, Any]) -> None:
    """Nobody of that name, no such act, nothing on the screen, a page in a browser."""
    url = f"{told['url']}/_slack/people"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"name": "alice"}) as answer:
            assert answer.status == 200
        asked = {
            "bob/sees": 404,
            "alice/flies": 404,
            "alice/submits": 409,
            "alice/sees": 409,
        }
        for path, status in asked.items():
            async with session.post(f"{url}/{path}") as answer:
                assert answer.status == status
        async with session.post(url, json={}, headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403


def test_only_its_owner_may_read_the_secrets(tmp_path: Path) -> None:
    """`slack.json` is 0600, and a signal ends the process in good order."""
    owner.claim(tmp_path)
    command = [sys.executable, "-m", "bot.rehearsal.slack", str(tmp_path)]
    with subprocess.Popen(command) as process:
        asyncio.run(until((tmp_path / "slack.json").exists))
        mode = (tmp_path / "slack.json").stat().st_mode
        process.terminate()

    assert (mode & 0o777, process.returncode) == (0o600, 0)
    assert os.access(tmp_path / "world.sqlite", os.R_OK)
