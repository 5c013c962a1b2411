"""Demonstrating: what the demo's terminal says beside what happens."""

import asyncio
import io
from pathlib import Path
from typing import cast

from rich.console import Console

from bot.adapters.chat.console import Console as WebConsole
from bot.cli.rehearsals import demonstrating
from bot.doors import OpenBot
from bot.ports import Inbox
from tests.fakes import sample_status as sample
from tests.fakes.fake_inbox import FakeInbox
from tests.fakes.fake_reception import FakeReception
from tests.fakes.fake_releases import FakeReleases

NOTHING = {
    "code": "nothing_to_release",
    "sentence": "main has no commit since v1.2.0, so there is nothing to release.",
    "next": "Merge something first.",
}


async def test_whoever_releases_nothing_is_told_how_to_make_a_change(tmp_path: Path) -> None:
    """Once, right below the refusal."""
    status = sample.failed("check_ready", error=NOTHING | {"exit_code": 3, "kind": "repository"})
    releases = FakeReleases(status)
    inbox = cast("Inbox", FakeInbox())
    bot = OpenBot(
        releases=releases,
        reception=FakeReception(),
        console=WebConsole(),
        folder=tmp_path,
        inbox=inbox,
    )
    out = io.StringIO()
    async with demonstrating._told(bot, Console(file=out, width=200), "git clone HERE"):
        await asyncio.sleep(0)
        for _ in range(2):
            releases.touch(sample.RELEASE)
        async with asyncio.timeout(5):
            while "git clone" not in out.getvalue():  # noqa: ASYNC110  # nobody tells when it is said
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)

    assert out.getvalue().count("git clone HERE") == 1
    assert out.getvalue().index("nothing to release") < out.getvalue().index("git clone HERE")
