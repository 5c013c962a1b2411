"""The account of a token: as whom GitHub shows what the bot does where it is no App."""

from github.Repository import Repository

from bot import errors
from bot.adapters.code_host.connection import Connection
from bot.domain.events import bodies


class TokenAccount:
    """Asks GitHub once whose the token is."""

    def __init__(self, connection: Connection) -> None:
        """Ask by this connection; to which repository it leads does not matter."""
        self._connection = connection
        self._login = ""

    async def login(self) -> str:
        """The account's login; it is nobody else's while it is there."""
        if not self._login:
            self._login = await self._connection.ask(_login)
        return self._login


def _login(repository: Repository) -> str:
    """A text that has to be there."""
    _, found = repository.requester.requestJsonAndCheck("GET", "/user")
    if not (login := bodies.text(found, "login")):
        raise errors.Unknown("GitHub does not tell its login.", "It will be asked again later.")
    return login
