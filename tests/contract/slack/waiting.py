"""Waiting for what an app does after it has acknowledged."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 5.0


async def until(look: Callable[[], T | None]) -> T:
    """The first answer of `look` that is something."""
    async with asyncio.timeout(SECONDS):
        while not (seen := look()):  # noqa: ASYNC110  # the app says nothing when it is done
            await asyncio.sleep(0.005)
    return seen
