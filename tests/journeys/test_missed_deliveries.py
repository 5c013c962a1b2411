"""A bot that was down: what GitHub could not deliver is asked for, worked on and told."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import tomlkit
from github import Auth, Github
from github.Repository import Repository

from bot import doors, settings
from bot.domain.events import missed as missing
from bot.rehearsal.sample import project
from bot.rehearsal.world import World
from handlers.github_events import missed
from tests.fakes.github_owner import GitHubOwner
from tests.journeys import as_app

CHANNEL = "team"
SECONDS = 60.0


@pytest.fixture
def running(tmp_path: Path) -> Iterator[World]:
    """A local world."""
    with as_app.living_world(tmp_path) as started:
        yield started


@pytest.fixture
def config(running: World, tmp_path: Path) -> Path:
    """An operator's file of an App, whose people read notices in a channel."""
    file = as_app.write_file(tmp_path, running)
    document = tomlkit.parse(file.read_text()).unwrap()
    document["projects"]["greeter"]["channels"] = {"chat_log": CHANNEL}
    file.write_text(tomlkit.dumps(document))
    return file


@pytest.fixture
def alice(running: World) -> Iterator[Repository]:
    """The repository as a maintainer sees it."""
    token = GitHubOwner(running.github_url).person(
        "alice", repository=project.FULL_NAME, role="maintain"
    )
    client = Github(auth=Auth.Token(token), base_url=running.github_url, retry=None)
    yield client.get_repo(project.FULL_NAME)
    client.close()


async def _told(running: World, words: str) -> str:
    """The message in the channel that holds these words, as soon as there is one."""
    async with asyncio.timeout(SECONDS):
        while True:
            for text in await _texts(running):
                if words in text:
                    return text
            await asyncio.sleep(0.1)


async def _texts(running: World) -> list[str]:
    url = f"{running.chat_url}/channels/{CHANNEL}/messages"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return [message["text"] for message in (await answer.json())["messages"]]


async def test_a_bot_that_was_down_catches_up_and_tells_the_channel(
    running: World, config: Path, alice: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, at its start; nothing is told twice after the next one."""
    monkeypatch.setattr(missing, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(missed, "EVERY_SECONDS", 0.5)
    milestone = await asyncio.to_thread(alice.create_milestone, "1.2.0")
    await asyncio.to_thread(milestone.edit, "1.2.0", state="closed")
    await asyncio.to_thread(GitHubOwner(running.github_url).await_deliveries)
    found = settings.read_settings(config)
    for _ in range(2):
        async with (
            doors.open_bot(found, trust_this_repository=True) as bot,
            doors.open_web(found, bot),
        ):
            gap = await _told(running, "GitHub did not reach the bot")
            proposed = await _told(running, "milestone")
            await asyncio.sleep(1.0)  # another round, which has nothing to tell

    assert "deliveries replayed." in gap
    assert proposed == (
        "The milestone “1.2.0” is closed. Nothing was started: type 1.2.0 greeter to release what "
        "it holds."
    )
    assert len(await _texts(running)) == 2
