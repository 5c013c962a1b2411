"""A local Discord as a process of its own: started, used over HTTP, killed, found as it was."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.discord.own_process import FILE
from bot.rehearsal.discord.record import Sent
from tests.official.discord import contract

ALICE_SAYS = {"text": "Good morning."}


@contextmanager
def _running(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, Any]]]:
    """A process that serves this folder."""
    command = [sys.executable, "-m", "bot.rehearsal.discord.process", str(folder)]
    with subprocess.Popen(command) as process:
        try:
            yield process, _known(folder, process.pid)
        finally:
            process.kill()


def _known(folder: Path, pid: int) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if (folder / FILE).exists():
            known: dict[str, Any] = json.loads((folder / FILE).read_text())
            if known["pid"] == pid:
                return known
        time.sleep(0.02)
    raise TimeoutError


@asynccontextmanager
async def _control(known: dict[str, Any]) -> AsyncIterator[Any]:
    async with aiohttp.ClientSession(f"{known['url']}/_discord/") as session:

        async def ask(method: str, path: str, /, **body: object) -> Any:  # noqa: ANN401  # JSON
            async with session.request(method, path, json=body) as answer:
                return answer.status, await answer.json()

        yield ask


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_a_process_is_found_again_as_it_was(tmp_path: Path, ending: signal.Signals) -> None:
    """Port, token, people and messages outlive every end; the file is for its owner only."""
    with _running(tmp_path) as (process, known):
        ids = known["sample"]
        alice = f"people/{ids['guild']}/{ids['alice']}"
        async with _control(known) as ask:
            await ask("POST", f"{alice}/write", channel=str(ids["releases"]), **ALICE_SAYS)
        process.send_signal(ending)
        await asyncio.to_thread(process.wait, 10)
        assert process.returncode == (0 if ending is signal.SIGTERM else -signal.SIGKILL)

    with _running(tmp_path) as (_, again):
        async with _control(again) as ask:
            _, seen = await ask("POST", f"{alice}/sees", channel=str(ids["releases"]))

    its_own = {"pid": 0, "instance": ""}
    assert again | its_own == known | its_own
    assert [each["content"] for each in seen] == ["Good morning."]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


async def test_a_process_ends_with_its_folder(tmp_path: Path) -> None:
    """Nothing is left running when a test's folder has been cleared away."""
    folder = tmp_path / "discord"
    with _running(folder) as (process, _):
        shutil.rmtree(folder)

        assert await asyncio.to_thread(process.wait, 10) == 0


async def test_another_process_controls_it_over_http(tmp_path: Path) -> None:
    """People, administrators, faults, the Gateway and the clock; and what was recorded."""
    with _running(tmp_path) as (_, known):
        ids = known["sample"]
        bot = {"Authorization": f"Bot {known['token']}"}
        async with _control(known) as ask, aiohttp.ClientSession(headers=bot) as app:
            posts = f"{known['api_url']}/channels/{ids['releases']}/messages"
            await ask("POST", "faults", kind="status", method="POST", path="/messages$", status=503)
            statuses = []
            for _ in range(2):
                async with app.post(posts, json={"content": f"<@{ids['bob']}>"}) as answer:
                    statuses.append(answer.status)
            nothing = f"people/{ids['guild']}/{ids['dave']}/invoke"
            refused = await ask("POST", nothing, channel=str(ids["releases"]), command="release")
            await ask("POST", "clock", seconds=60)
            for disturbance in ("abort", "reconnect", "invalidate"):
                assert (await ask("POST", f"gateway/{disturbance}"))[0] == 200
            await ask("POST", "admin/delete_channel", channel=str(ids["releases"]))
            async with app.post(posts, json={"content": "x"}) as answer:
                statuses.append(answer.status)
            _, record = await ask("GET", "record")

    assert statuses == [503, 200, 404]
    assert refused[0] == 409
    assert "No command /release" in refused[1]["not_possible"]
    assert record["pings"] == [["user", str(ids["bob"])]]
    assert record["violations"] == []
    assert contract.problems(Sent(**each) for each in record["sent"]) == []
