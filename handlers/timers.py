"""Timers: what the bot does by itself, because it is time for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 3600.0


async def daily(work: Callable[[], Awaitable[object]], seconds: float = DAY_SECONDS) -> None:
    """Do it now and once a day, until this is cancelled."""
    while True:
        try:
            await work()
        except Exception:  # the next day must come, whatever this one met
            logger.exception("daily work")
        await asyncio.sleep(seconds)
