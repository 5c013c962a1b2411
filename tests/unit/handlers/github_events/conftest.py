"""What the handlers of events are tried in."""

import pytest

from tests.fakes.event_world import World


@pytest.fixture
def world() -> World:
    """A release of greeter waits for people; nothing else has happened."""
    return World()
