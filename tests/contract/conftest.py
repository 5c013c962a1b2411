"""The real thing to talk to: started local worlds with the sample project in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.adapters.code_host.github import GitHubCodeHost
from bot.rehearsal import sample
from bot.rehearsal.world import World, start_world, stop_world
from tests.contract.code_hosts import Site, fake_site, local_host
from tests.official.discord.watching import watched

__all__ = ["watched"]  # a fixture of all contract tests, defined where its rules are


@contextmanager
def _started(folder: Path) -> Iterator[World]:
    try:
        started = start_world(folder)
        sample.create_sample(started)
        yield started
    finally:
        stop_world(folder)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world of one test's own."""
    with _started(tmp_path / "world") as started:
        yield started


@pytest.fixture(scope="module")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world that the tests of a module share, for speed; each takes names of its own in it."""
    with _started(tmp_path_factory.mktemp("world")) as started:
        yield started


@pytest.fixture
def sample_name(shared_world: World, request: pytest.FixtureRequest) -> str:
    """The name of a fresh copy of the sample project in the shared world."""
    number = abs(hash(request.node.nodeid))
    return sample.create_sample(shared_world, f"acme/greeter-{number}")


@pytest.fixture
def github(world: World, tmp_path: Path) -> Iterator[GitHubCodeHost]:
    """The adapter on the local world's GitHub."""
    host = local_host(world, tmp_path)
    yield host
    host.close()


@pytest.fixture(params=["fake", "local world"])
async def site(request: pytest.FixtureRequest) -> Site:
    """A code host in memory, and the local world's."""
    if request.param == "fake":
        return fake_site()
    host: GitHubCodeHost = request.getfixturevalue("github")
    head = await host.branch_head("main")
    assert head is not None
    return Site(host, head)
