"""Patience: how long to wait for the outside world, and how often to ask it again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot import errors

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds: for one answer, for one whole call, between looks that are repeated, after a limit.

    `limit` is for the first limit in a row that does not say how long it lasts.
    """

    answer: int = 30
    call: float = 300.0
    pauses: tuple[float, ...] = (1.0, 4.0)
    limit: float = 60.0


PATIENT = Patience()
QUICK = Patience(answer=10, call=20.0, pauses=())  # for somebody who waits


async def repeated(look: Callable[[], Awaitable[T]], pauses: tuple[float, ...]) -> T:
    """Look again after each pause while there is no answer; only for what changes nothing."""
    for pause in pauses:
        try:
            return await look()
        except errors.Unknown as error:
            if error.reason == "rate_limited":  # asking again would make it worse
                raise
            await asyncio.sleep(pause)
    return await look()
