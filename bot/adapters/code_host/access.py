"""Access: what the bot may do with a repository."""

from github.Repository import Repository

from bot.adapters.code_host.session import Session


async def may_push(session: Session, repository: str) -> bool | None:
    """Whether it may write there; None where the code host does not say, as for an App.

    Raises `errors.Failed` for a token that is refused, `errors.Unknown` for silence.
    """
    return await session.ask(repository, _may_push)


def _may_push(repository: Repository) -> bool | None:
    permissions = repository.raw_data.get("permissions")
    told = permissions.get("push") if isinstance(permissions, dict) else None
    return told if isinstance(told, bool) else None
