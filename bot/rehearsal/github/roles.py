"""Roles: what people may do with a repository, and what GitHub hides from most of them."""

from collections.abc import Mapping

from aiohttp import web

from bot.rehearsal.github import asking, callers, people, problems

_ROLES = ("none", "read", "triage", "write", "maintain", "admin")
_LEAST = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain"}
SCOPES = "repo"  # of every person's token: they are classic ones


def of_person(hosted: asking.Hosted, login: str) -> str:
    """A person's role; everybody may read what is public, and the world's own token may all."""
    if login == people.BOT:
        return "admin"
    row = hosted.storage.db.execute(
        "SELECT role FROM collaborators WHERE repository = ? AND login = ?", (hosted.id, login)
    ).fetchone()
    return row["role"] if row else "none" if is_private(hosted) else "read"


def is_private(hosted: asking.Hosted) -> bool:
    """Whether only those who have a role see it."""
    row = hosted.storage.db.execute(
        "SELECT is_private FROM repository_settings WHERE repository = ?", (hosted.id,)
    ).fetchone()
    return bool(row and row["is_private"])


def allows(role: str) -> Mapping[str, bool]:
    """The role as GitHub spells it out."""
    return {
        name: _ROLES.index(role) >= _ROLES.index(least)
        for name, least in {**_LEAST, "admin": "admin"}.items()
    }


def must_administer(request: web.Request, hosted: asking.Hosted) -> None:
    """Hide what only administrators are shown from other people; an App has its own permission."""
    caller = request.get(callers.CALLER, callers.NOBODY)
    if caller.kind == "nobody":
        raise problems.Problem(401, "Requires authentication")
    if caller.kind == "token" and of_person(hosted, caller.login) != "admin":
        raise problems.not_found()


async def tell_scopes(request: web.Request, response: web.StreamResponse) -> None:
    """Name a token's scopes beside every answer, as GitHub does for classic ones."""
    if request.get(callers.CALLER, callers.NOBODY).kind == "token":
        response.headers["X-OAuth-Scopes"] = SCOPES
