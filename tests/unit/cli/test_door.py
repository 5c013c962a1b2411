"""The door: the bot that serves, or one of our own as soon as nobody else holds the folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import doors, errors
from bot.adapters.control import client as control
from bot.cli import door
from bot.cli.options import Options

FILE = """
config_version = 1
bot = { data_dir = "data", listen = "127.0.0.1:0" }
github = { api_url = "http://127.0.0.1:1" }
"""
TAKEN = errors.Refused("Another releasebot works here.", "Stop it.", reason="folder_in_use")


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """How to find the bot, where looking again costs no time."""
    (tmp_path / "releasebot.toml").write_text(FILE)
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(door, "SECONDS_BETWEEN", 0.0)
    return Options(config=tmp_path / "releasebot.toml")


def refusing(monkeypatch: pytest.MonkeyPatch, *refusals: errors.Refused) -> list[bool]:
    """A folder that refuses so, once for each of these; how often it was tried."""
    left, tried = list(refusals), []

    @asynccontextmanager
    async def open_bot(configured: Any, *, works: bool) -> AsyncIterator[Any]:  # noqa: ANN401  # only its folder is read
        tried.append(works)
        if left:
            raise left.pop(0)
        yield SimpleNamespace(folder=configured.bot.data_dir)

    monkeypatch.setattr(doors, "open_bot", open_bot)
    return tried


async def test_a_folder_that_is_held_for_a_moment_is_waited_for(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people may look at the same time."""
    tried = refusing(monkeypatch, TAKEN, TAKEN)
    async with door.open_door(options, works=False) as opened:
        assert opened.is_own

    assert tried == [False] * 3


async def test_it_is_not_waited_for_ever(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the refusal says what to do."""
    refusing(monkeypatch, TAKEN, TAKEN)
    monkeypatch.setattr(door, "SECONDS_TO_WAIT", -1.0)
    with pytest.raises(errors.Refused, match="Another releasebot"):
        async with door.open_door(options, works=False):
            pass


async def test_another_refusal_is_told_at_once(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting would not help."""
    tried = refusing(monkeypatch, errors.Refused("No sandbox.", "Install it.", reason="no_sandbox"))
    with pytest.raises(errors.Refused, match="No sandbox"):
        async with door.open_door(options, works=True):
            pass

    assert tried == [True]


async def test_a_bot_that_begins_to_serve_meanwhile_is_spoken_to(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than refused."""
    refusing(monkeypatch, TAKEN)
    served = iter([False, True])
    monkeypatch.setattr(control, "is_served", lambda _: next(served))
    async with door.open_door(options, works=True) as opened:
        assert not opened.is_own
