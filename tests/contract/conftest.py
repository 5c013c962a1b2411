"""The real thing to talk to: started local worlds with the sample project in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.rehearsal import sample
from bot.rehearsal.world import World, start_world, stop_world


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
