"""Access: what the bot's token may do with a repository."""

from github.Repository import Repository

from bot.adapters.code_host.connection import Connection, Secret
from bot.adapters.patience import Patience

QUICK = Patience(answer=10, call=20.0, pauses=())


async def may_push(
    api_url: str, token: Secret, repository: str, patience: Patience = QUICK
) -> bool | None:
    """Whether it may write there; None where the code host does not say.

    Raises `errors.Failed` for a token that is refused, `errors.Unknown` for silence.
    """
    connection = Connection(api_url, token, repository, patience)
    try:
        return await connection.ask(_may_push)
    finally:
        connection.close()


def _may_push(repository: Repository) -> bool | None:
    permissions = repository.raw_data.get("permissions")
    told = permissions.get("push") if isinstance(permissions, dict) else None
    return told if isinstance(told, bool) else None
