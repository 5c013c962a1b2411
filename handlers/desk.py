"""The desk: what handlers work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.approvals.access import Roles
from bot.ports import Notice, Rehearsals, Releases, Surface


def _nothing(_project: str) -> tuple[tuple[str, str], ...]:
    return ()


async def _none(_project: str, _limit: int) -> tuple[Notice, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The releases, who has which role at this moment, and where people follow them."""

    releases: Releases
    roles: Callable[[], Roles]
    surfaces: tuple[Surface, ...] = ()
    configuration: Callable[[str], tuple[tuple[str, str], ...]] = _nothing  # of a project, in words
    rehearsals: Rehearsals | None = None  # of a bot that serves
    notices: Callable[[str, int], Awaitable[tuple[Notice, ...]]] = _none  # the newest of a project
