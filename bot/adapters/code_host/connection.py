"""The connection to one repository: reads are repeated, writes never."""

from collections.abc import Callable
from typing import TypeVar

from github.Repository import Repository

from bot.adapters.code_host.session import Session

T = TypeVar("T")


class Connection:
    """One repository in a session that others may share."""

    def __init__(self, session: Session, repository: str) -> None:
        """Talk about `repository` ("owner/name"), from the first call on."""
        self.session = session
        self._name = repository

    async def ask(self, call: Callable[[Repository], T]) -> T:
        """Run a call that only reads; it is repeated while GitHub gives no answer."""
        return await self.session.ask(self._name, call)

    async def tell(self, call: Callable[[Repository], T]) -> T:
        """Run a call that may write, once."""
        return await self.session.tell(self._name, call)

    def close(self) -> None:
        """Let go of the session's thread and client."""
        self.session.close()
