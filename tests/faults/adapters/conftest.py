"""A server that a test may make as bad as it likes."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.unruly_server import UnrulyServer


@pytest.fixture
async def server() -> AsyncIterator[UnrulyServer]:
    """Runs until the test ends."""
    async with UnrulyServer().running() as started:
        yield started
