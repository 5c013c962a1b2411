"""Who asks: nobody, a person's token, the App itself, or one of its installations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

LEVELS = ("", "read", "write", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The one who asks, and what they may do."""

    kind: str  # "nobody", "token", "app" or "installation"
    login: str
    installation: int = 0
    permissions: Mapping[str, str] = field(default_factory=dict)
    repositories: frozenset[int] = frozenset()

    def may(self, permission: str, level: str) -> bool:
        """Whether the permission is had at this level or above; a person's token has all."""
        has = self.permissions.get(permission, "")
        return self.kind == "token" or LEVELS.index(has) >= LEVELS.index(level)


NOBODY = Caller(kind="nobody", login="")
CALLER = web.RequestKey("CALLER", Caller)


def login(request: web.Request) -> str:
    """The account in whose name something is done."""
    return request.get(CALLER, NOBODY).login or "ghost"
