"""Patience: how long to wait for the outside world, and how often to ask it again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot import errors

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds: for one answer, for one whole call, and between looks that are repeated."""

    answer: int = 30
    call: float = 300.0
    pauses: tuple[float, ...] = (1.0, 4.0)


PATIENT = Patience()


async def repeated(look: Callable[[], Awaitable[T]], pauses: tuple[float, ...]) -> T:
    """Look again after each pause while there is no answer; only for what changes nothing."""
    for pause in pauses:
        try:
            return await look()
        except errors.Unknown:
            await asyncio.sleep(pause)
    return await look()
