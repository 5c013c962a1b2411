"""Code host: the bot's token is taken there, and may write each repository."""

from collections.abc import Iterable, Iterator

from bot import errors
from bot.adapters.code_host import access
from bot.adapters.code_host.session import Session
from bot.adapters.patience import QUICK
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.main import accounts
from bot.settings.github import GitHub

SILENT = "Look at the network and at api_url in [github], then run releasebot doctor again."
REMEDY = "Give the bot's token the right to write contents and releases of the repository."


async def look(installation: Installation) -> Found:
    """Ask for each repository; nothing is written."""
    github = installation.settings.github
    names = [bound.repository for bound in installation.projects.values()]
    try:
        sessions = accounts.sessions(github, names, QUICK)
    except errors.BadConfiguration as error:
        return (diagnosis.of_error(error, "[github]"),)
    try:
        return [each for name in names for each in await _looked(github, name, sessions[name])]
    finally:
        for session in sessions.values():
            session.close()


async def _looked(github: GitHub, name: str, session: Session) -> Iterable[Finding]:
    evidence = f"{name} at {github.api_url}"
    try:
        told = await access.may_push(session, name)
    except errors.Unknown as error:
        return (diagnosis.unknown(error.sentence, evidence, SILENT),)
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, evidence),)
    if github.app_id:
        return (diagnosis.ok(f"The bot's App is installed for {name}.", evidence),)
    return judge(name, evidence, may_push=told)


def judge(repository: str, evidence: str, *, may_push: bool | None) -> Iterator[Finding]:
    """`may_push` is None where the code host does not say what the token may do."""
    if may_push:
        yield diagnosis.ok(f"The bot may write {repository}.", evidence)
    elif may_push is None:
        yield diagnosis.unknown(
            f"Whether the bot may write {repository} was not told.", evidence, REMEDY
        )
    else:
        yield diagnosis.error(f"The bot may not write {repository}.", evidence, REMEDY)
