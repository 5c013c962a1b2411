"""A whole bot hears GitHub: its webhooks are open where there is a secret, and only there."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import doors, main, settings
from bot.adapters.code_host.session import Session
from bot.adapters.web.github_webhooks import PATH
from bot.adapters.web.hooks import Hook
from bot.main import accounts, webhooks
from tests.fakes import signed_deliveries as signed
from tests.fakes.fake_inbox import FakeInbox
from tests.fakes.stored_files import secret_file

FILE = """
config_version = 1
bot = {{ data_dir = "data", listen = "127.0.0.1:0" }}
github = {{ api_url = "http://127.0.0.1:1", token = {{ file = "secret" }}{secret} }}
chat_log = {{ url = "http://127.0.0.1:1" }}
[people]
alice = {{ github = 501 }}
bob = {{ github = 502 }}
[roles]
releaser = ["alice"]
approver = ["bob"]
[projects.greeter]
repository = "acme/greeter"
package = "greeter"
tags = "tell"
channels = {{ chat_log = "team" }}
[projects.greeter.targets.pypi]
token = {{ file = "secret" }}
upload_url = "http://127.0.0.1:1/legacy/"
index_url = "http://127.0.0.1:1/simple/"
"""
SIGNED = ', webhook_secret = [{ file = "hook" }]'


def configured(folder: Path, secret: str = SIGNED) -> settings.Settings:
    """Settings with or without a secret of the webhook."""
    secret_file(folder, "ghp_0123456789012345678901234567890123456789")
    hook = folder / "hook"
    hook.write_text(signed.SECRET.replace(" ", "-"), encoding="utf-8")
    hook.chmod(0o600)
    path = folder / "releasebot.toml"
    path.write_text(FILE.format(secret=secret), encoding="utf-8")
    return settings.read_settings(path)


def hooks_of(found: settings.Settings) -> tuple[Hook, ...]:
    """The webhooks of these settings."""
    return webhooks.hooks(found, FakeInbox())


async def test_a_token_without_a_secret_has_no_webhooks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so, and nobody is told 202."""
    caplog.set_level(logging.INFO)
    found = configured(tmp_path, secret="")
    assert hooks_of(found) == ()
    body = signed.push()
    async with (
        doors.open_bot(found, trust_this_repository=True) as bot,
        doors.open_web(found, bot) as web,
        aiohttp.ClientSession() as session,
        session.post(f"{web.address}{PATH}", data=body, headers=signed.headers(body)) as answer,
    ):
        assert answer.status in (403, 404, 405)
    assert "webhooks are not taken: [github] has no webhook_secret" in caplog.text


async def test_a_bot_works_on_what_it_keeps(tmp_path: Path) -> None:
    """From the address to the row, and after a restart as well."""
    found = configured(tmp_path)
    body = signed.body_of(zen="Keep it calm.")
    headers = signed.headers(body, "ping")
    headers["X-Hub-Signature-256"] = signed.signature(body, signed.SECRET.replace(" ", "-"))
    async with (
        doors.open_bot(found, trust_this_repository=True) as bot,
        doors.open_web(found, bot) as web,
        aiohttp.ClientSession() as session,
    ):
        async with session.post(f"{web.address}{PATH}", data=body, headers=headers) as answer:
            assert answer.status == 202
        async with session.post(f"{web.address}{PATH}", data=body) as answer:
            assert answer.status == 401
        rows: object = None
        async with asyncio.timeout(20):
            while rows != [("done", "pong")]:
                await asyncio.sleep(0.05)
                rows = _rows(tmp_path / "data")


def _rows(folder: Path) -> list[tuple[str, str]]:
    """A look behind the bot's back."""
    with closing(sqlite3.connect(folder / "releasebot.sqlite")) as connection:
        return list(connection.execute("SELECT state, outcome FROM deliveries"))


async def test_a_project_is_watched_as_it_is_configured(tmp_path: Path) -> None:
    """People by the numbers of their accounts, and the channels where notices go."""
    found = configured(tmp_path)
    bot = await main.build_bot(found, trust_this_repository=True)
    async with bot.releases as releases:
        desk = webhooks.event_desk(found, bot.ours, releases, bot.live, bot.reception, ())
        (watched,) = desk.watched

    assert (watched.project, watched.repository) == ("greeter", "acme/greeter")
    assert [channel for _, channel in watched.channels] == ["team"]
    assert watched.tags == "tell"
    assert desk.people == {"501": "alice", "502": "bob"}
    assert webhooks.watch(bot.ours, desk) is None, "only an App can ask for what was missed"


async def test_everything_speaks_to_github_in_one_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Releases, events and comments share a thread and a client, and so a limit that one meets."""
    made = []

    class Counted(Session):
        def __init__(self, *known: Any) -> None:  # noqa: ANN401  # whatever a session takes
            super().__init__(*known)
            made.append(self)

    monkeypatch.setattr(accounts, "Session", Counted)
    found = configured(tmp_path)
    bot = await main.build_bot(found, trust_this_repository=True)
    async with bot.releases as releases:
        desk = webhooks.event_desk(found, bot.ours, releases, bot.live, bot.reception, ())

    assert [watched.project for watched in desk.watched] == ["greeter"]
    assert made == [bot.ours.sessions["acme/greeter"]]
