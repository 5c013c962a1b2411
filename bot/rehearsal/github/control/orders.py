"""Reading an order to the stand-in: its JSON, and the repository and person that it names."""

from typing import Any

from aiohttp import web

from bot.rehearsal.github import asking, callers, problems

PREFIX = "/_world/github"
SOMEBODY = "alice"


class Order(dict[str, Any]):
    """What was ordered; it is a refusal that a needed key is not there."""

    def __missing__(self, key: str) -> None:
        """Say which."""
        raise problems.unprocessable(f"The order lacks {key!r}.")


async def read(request: web.Request) -> Order:
    """The order; whatever follows from it is done by the person whom it names as `by`."""
    content = await asking.body(request)
    request[callers.CALLER] = callers.Caller(kind="token", login=content.get("by", SOMEBODY))
    return Order(content)


def hosted(request: web.Request, full_name: str) -> asking.Hosted:
    """The repository of this name, or 404."""
    row = (
        request.app[asking.STORAGE]
        .db.execute("SELECT * FROM repositories WHERE full_name = ?", (full_name,))
        .fetchone()
    )
    if row is None:
        raise problems.not_found()
    return asking.of_row(request, row)
