"""A stagehand for each test."""

from pathlib import Path

import pytest

from tests.fakes.fake_world import make_world
from tests.unit.stages.stagehand import Stagehand


@pytest.fixture
def stagehand(tmp_path: Path) -> Stagehand:
    """A world with a project that is ready for its minor release, and the plan of that."""
    world = make_world(tmp_path)
    return Stagehand(world, world.plan())
