"""The origin at GitHub: what an event said is read anew, as JSON and nothing else."""

from typing import Any
from urllib.parse import quote

import github
from github.Repository import Repository

from bot import errors
from bot.adapters.code_host import refs, refusals
from bot.adapters.code_host.connection import Connection
from bot.domain.events import bodies
from bot.domain.events.repositories import Identity
from bot.ports import MergedPull, PublicRelease


class GitHubOrigin:
    """Implements `ports.Origin`."""

    def __init__(self, connection: Connection) -> None:
        """Look at the connection's repository."""
        self._connection = connection

    async def identity(self) -> Identity | None:
        """The repository behind the configured name; None where the bot is shown none."""
        try:
            found = await self._get("")
        except errors.Failed as error:
            if isinstance(error.__cause__, github.GithubException):
                raise  # GitHub answered with a refusal, which is no "not there"
            return None
        if not (number := bodies.number(found, "id")):
            return None
        return Identity(
            number=number,
            name=bodies.text(found, "full_name"),
            private=bodies.flag(found, "private"),
            archived=bodies.flag(found, "archived"),
        )

    async def merged_pull(self, number: int) -> MergedPull | None:
        """The pull request, if it is merged."""
        found = await self._get(f"/pulls/{number}")
        if not bodies.flag(found, "merged"):
            return None
        names = (bodies.text(label, "name") for label in bodies.entries(found, "labels"))
        return MergedPull(
            number=number, title=bodies.text(found, "title"), labels=tuple(filter(None, names))
        )

    async def closed_milestone(self, number: int) -> str | None:
        """The milestone's title, if it is closed."""
        found = await self._get(f"/milestones/{number}")
        return bodies.text(found, "title") if bodies.text(found, "state") == "closed" else None

    async def tag_commit(self, tag: str) -> str:
        """The commit that the tag of this name leads to, "" where there is none."""
        found = await self._get(f"/git/ref/tags/{quote(tag)}")
        if bodies.text(found, "ref") != f"refs/tags/{tag}":
            return ""
        for _ in range(refs.DEEPEST_TAG):
            if bodies.text(found, "object", "type") == "commit":
                return bodies.text(found, "object", "sha")
            found = await self._get(f"/git/tags/{quote(bodies.text(found, 'object', 'sha'))}")
        return ""  # a tag of anything else, which is no version

    async def published(self, tag: str) -> PublicRelease | None:
        """The release of this tag, if it is public; drafts have no tag here."""
        found = await self._get(f"/releases/tags/{quote(tag, safe='')}")
        if bodies.text(found, "tag_name") != tag or bodies.flag(found, "draft"):
            return None
        return PublicRelease(number=bodies.number(found, "id"), text=bodies.text(found, "body"))

    async def _get(self, path: str) -> object:
        """What GitHub shows there; None where there is nothing."""

        def look(repository: Repository) -> Any:  # noqa: ANN401  # any JSON
            url = f"{repository.url}{path}"
            return refusals.or_none(lambda: repository.requester.requestJsonAndCheck("GET", url)[1])

        return await self._connection.ask(look)
