"""A local Slack in a process of its own: started, spoken to by others, killed, found again."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors
from bot.rehearsal.running import folder_lock
from bot.rehearsal.slack import transcript
from bot.rehearsal.slack.desk import Exchange
from bot.rehearsal.slack.own_process import SlackProcess, start_slack, stop_slack
from tests.contract.slack import blocks
from tests.contract.slack.waiting import until
from tests.official import npm
from tests.official.slack import contract, traffic


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[SlackProcess]:
    """A process of one test's own."""
    try:
        yield start_slack(tmp_path)
    finally:
        stop_slack(tmp_path)


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


async def test_people_act_over_http(slack: SlackProcess, tmp_path: Path) -> None:
    """Types, clicks, fills in, submits, and looks; and nothing of it breaks the contract."""
    app = AsyncApp(client=_client(slack))
    blocks.teach(app)
    handler = AsyncSocketModeHandler(app, slack.secrets.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # of bolt
    async with aiohttp.ClientSession() as session:
        control = _Control(session, slack.url)
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

    kept = list(traffic.exchanges(tmp_path / transcript.FILE))
    assert kept[: len(exchanges)] == [Exchange(**each) for each in exchanges]
    assert [each["acknowledged"] for each in (typed, clicked, submitted)] == [True] * 3
    assert (state["connections"], typed["milliseconds"] > 0) == (1, True)
    if npm.is_here():
        assert contract.violations(Exchange(**each) for each in exchanges) == []


@pytest.mark.skipif(not npm.is_here(), reason="npm fetches Slack's own types")
def test_what_breaks_the_contract_is_found_in_a_transcript(tmp_path: Path) -> None:
    """Also in the one before; a line in whose midst a process was killed says nothing."""
    broken = [
        Exchange("call", "chat.postMessage", {"channel": "C1", "text": text}) for text in "ab"
    ]
    broken.append(Exchange("call", "chat.postMessage", {"channel": "C1"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transcript, "LARGEST_FILE", 150)
        for exchange in reversed(broken):
            transcript.keep(tmp_path, exchange)
    files = [tmp_path / name for name in (transcript.OLD, transcript.FILE)]
    with files[1].open("a", encoding="utf-8") as file:
        file.write('{"kind": "ca')
    found = traffic.sweep(tmp_path)
    for path in files:
        path.unlink()  # the end of the run looks at every one that is left

    assert found
    assert all(each.startswith("call chat.postMessage: ") for each in found)


async def test_what_was_said_is_still_there_after_a_kill(
    slack: SlackProcess, tmp_path: Path
) -> None:
    """The address, the tokens, the channels and the messages are the same."""
    posted = await _client(slack).chat_postMessage(channel="general", text="Here I am.")
    assert start_slack(tmp_path) == slack
    os.kill(json.loads((tmp_path / "slack.json").read_text())["pid"], signal.SIGKILL)
    await until(lambda: not folder_lock.is_locked(tmp_path))
    again = start_slack(tmp_path)
    link = await _client(again).chat_getPermalink(
        channel=posted["channel"], message_ts=posted["ts"]
    )

    assert again == slack
    assert link["ok"]


async def test_a_manifest_may_be_given(tmp_path: Path) -> None:
    """The app is installed as it says; a file that is none ends the start with a sentence."""
    manifest, folder = tmp_path / "manifest.json", tmp_path / "slack"
    features = {"slash_commands": [{"command": "/ship"}]}
    manifest.write_text(json.dumps({"display_information": {"name": "x"}, "features": features}))
    try:
        slack = start_slack(folder, manifest)
        async with aiohttp.ClientSession() as session:
            await _Control(session, slack.url).post("people", name="alice")
            async with session.get(f"{slack.url}/as/alice/general") as answer:
                assert "/ship" in await answer.text()
    finally:
        stop_slack(folder)

    manifest.write_text("[]")
    with pytest.raises(errors.Failed, match="is not the manifest of a Slack app"):
        start_slack(folder, manifest)


async def test_what_a_person_cannot_do_is_told(slack: SlackProcess) -> None:
    """Nobody of that name, no such act, nothing on the screen, a page in a browser."""
    url = f"{slack.url}/_slack/people"
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


def test_only_its_owner_may_read_the_secrets(slack: SlackProcess, tmp_path: Path) -> None:
    """`slack.json` is 0600, and they do not show where the process is printed."""
    assert (tmp_path / "slack.json").stat().st_mode & 0o777 == 0o600
    assert slack.secrets.bot_token not in repr(slack)


def test_a_stopped_process_is_gone(tmp_path: Path) -> None:
    """What it remembers stays; stopping it again changes nothing."""
    start_slack(tmp_path)
    for _ in range(2):
        stop_slack(tmp_path)

    assert not folder_lock.is_locked(tmp_path)
    assert (tmp_path / "world.sqlite").exists()


def _client(slack: SlackProcess) -> AsyncWebClient:
    return AsyncWebClient(token=slack.secrets.bot_token, base_url=slack.api_url)
