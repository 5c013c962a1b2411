"""The desk: what handlers work with."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.access import Roles
from bot.ports import Releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The releases, and who has which role at this moment."""

    releases: Releases
    roles: Callable[[], Roles]
