"""Doors: the address of the console, the key that opens it, and the house that is kept."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import doors, main, settings
from bot.adapters.control import server as control
from bot.adapters.web import key
from bot.domain.records.retention import Limits

FILE = """
config_version = 1
bot = { data_dir = "data", listen = "127.0.0.1:0" }
github = { api_url = "http://127.0.0.1:1" }
"""


def test_the_key_of_the_pages_is_kept(tmp_path: Path) -> None:
    """The same one at each start, for its user alone; another folder has another one."""
    kept = key.kept_key(tmp_path)
    (tmp_path / "other").mkdir()

    assert key.kept_key(tmp_path) == kept != key.kept_key(tmp_path / "other")
    assert len(kept) >= 32
    assert (tmp_path / key.FILE).stat().st_mode & 0o777 == 0o600
    web = doors.OpenWeb(address="http://127.0.0.1:8080", key=kept)
    assert web.console() == f"http://127.0.0.1:8080/console?key={kept}"


async def test_house_is_kept_as_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The limits are those of the file; what a kill left behind is told in the log."""
    asked: list[Limits] = []

    class House:
        """Releases that only hear what they are asked."""

        async def tidy(self, limits: Limits) -> None:
            """Remember the limits."""
            asked.append(limits)

    caplog.set_level("INFO")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "releasebot-0abc_def"
    left.mkdir(mode=0o700)
    os.utime(left, (1_000_000_000, 1_000_000_000))
    path = tmp_path / "releasebot.toml"
    path.write_text(FILE + "[retention]\nnewest = 3\n", encoding="utf-8")
    releases: Any = House()

    await doors._keep_house(settings.read_settings(path), releases)

    assert asked == [Limits(newest=3)]
    assert not left.exists()
    assert [left.name in record.message for record in caplog.records] == [True]


async def test_a_part_that_stops_says_why(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for it, so nobody else would hear of it; ending it is no reason to speak."""

    async def broken() -> None:
        raise ValueError("of no use")

    async with doors._running(asyncio.sleep(60)), doors._running(broken()):
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError]


async def test_rehearsals_are_open_as_long_as_anybody_can_ask_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the last bot left is cleared away before a chat is connected, whose end comes first."""
    told: list[str] = []

    @contextlib.asynccontextmanager
    async def opened(name: str) -> AsyncIterator[None]:
        told.append(name)
        try:
            yield
        finally:
            told.append(f"{name} ended")

    class Platform:
        """A chat that can be connected."""

        def connected(self, *_: object) -> contextlib.AbstractAsyncContextManager[None]:
            """As long as this is open."""
            return opened("chat")

    class Herald:
        """One who does not get to work."""

        async def follow(self) -> None:
            """Show nothing."""

    @contextlib.asynccontextmanager
    async def no_socket(*_: object) -> AsyncIterator[None]:
        raise RuntimeError("far enough")
        yield

    async def build_bot(*_: object, **__: object) -> Any:  # noqa: ANN401  # its parts are a test's own
        return SimpleNamespace(
            releases=contextlib.nullcontext(),
            rehearsals=opened("rehearsals"),
            platforms=(Platform(),),
            herald=Herald(),
            reception=None,
            live=None,
            desk=SimpleNamespace(rehearsals=None),
        )

    monkeypatch.setattr(main, "build_bot", build_bot)
    monkeypatch.setattr(control, "open_socket", no_socket)
    path = tmp_path / "releasebot.toml"
    path.write_text(FILE, encoding="utf-8")

    with pytest.raises(RuntimeError, match="far enough"):
        async with doors.open_bot(settings.read_settings(path)):
            raise AssertionError

    assert told == ["rehearsals", "chat", "chat ended", "rehearsals ended"]
