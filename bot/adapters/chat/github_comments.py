"""Comments at GitHub: the bot answers in one of its own, which it knows again by a marker."""

from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

from github.Repository import Repository

from bot.adapters.code_host import refusals
from bot.adapters.code_host.connection import Connection
from bot.domain.events import bodies
from bot.ports import Comment
from bot.ports.comments import Reaction

PAGE = 100
MOST_PAGES = 20  # of the comments at one issue that are looked through
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class GitHubComments:
    """Implements `ports.Comments`."""

    def __init__(self, connection: Connection, own_login: Callable[[], Awaitable[str]]) -> None:
        """Read and write the comments of the connection's repository, as this account."""
        self._connection = connection
        self._own_login = own_login

    async def read(self, comment: int) -> Comment | None:
        """The comment; None where it is gone."""

        def look(repository: Repository) -> Any:  # noqa: ANN401  # any JSON
            url = f"{repository.url}/issues/comments/{comment}"
            return refusals.or_none(
                lambda: repository.requester.requestJsonAndCheck("GET", url)[1], GONE
            )

        found = await self._connection.ask(look)
        return await self._comment(found) if bodies.number(found, "id") else None

    async def find(self, issue: int, marker: str) -> Comment | None:
        """Our own comment at the issue that has this marker in it."""
        own = await self._own_login()

        def look(repository: Repository) -> Any:  # noqa: ANN401  # any JSON
            for found in _listed(repository, issue):
                if marker in bodies.text(found, "body") and _login(found) == own:
                    return found
            return None

        found = await self._connection.ask(look)
        return await self._comment(found) if found else None

    async def react(self, comment: int, reaction: Reaction) -> None:
        """Leave a sign at a comment; GitHub keeps one of a kind."""
        await self._send("POST", f"/issues/comments/{comment}/reactions", {"content": reaction})

    async def write(self, issue: int, text: str) -> None:
        """Write a comment as our own."""
        await self._send("POST", f"/issues/{issue}/comments", {"body": text})

    async def edit(self, comment: int, text: str) -> None:
        """Let a comment of ours say something else."""
        await self._send("PATCH", f"/issues/comments/{comment}", {"body": text})

    async def _send(self, verb: str, path: str, body: dict[str, str]) -> None:
        def send(repository: Repository) -> None:
            url = f"{repository.url}{path}"
            repository.requester.requestJsonAndCheck(verb, url, input=body)

        await self._connection.tell(send)

    async def _comment(self, found: object) -> Comment:
        return Comment(
            id=bodies.number(found, "id"),
            author=bodies.number(found, "user", "id"),
            text=bodies.text(found, "body"),
            is_ours=_login(found) == await self._own_login(),
        )


def _login(comment: object) -> str:
    """Who wrote it; no person's login can look like an App's, with its brackets."""
    return bodies.text(comment, "user", "login")


def _listed(repository: Repository, issue: int) -> Iterator[object]:
    """The comments at an issue, page by page."""
    url = f"{repository.url}/issues/{issue}/comments"
    for page in range(1, MOST_PAGES + 1):
        asked = {"per_page": PAGE, "page": page}
        _, found = repository.requester.requestJsonAndCheck("GET", url, parameters=asked)
        if not isinstance(found, list):
            return
        yield from found
        if len(found) < PAGE:
            return
