"""Code host: the bot's token is taken there, and may write each repository."""

from collections.abc import Iterator

from bot import errors
from bot.adapters.code_host import access
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

SILENT = "Look at the network and at api_url in [github], then run releasebot doctor again."
REMEDY = "Give the bot's token the right to write contents and releases of the repository."


async def look(installation: Installation) -> Found:
    """Ask for each repository; nothing is written."""
    github = installation.settings.github
    if github.token is None:
        remedy = 'Write token = { file = "…" } in [github].'
        return (diagnosis.error("The bot has no token for the code host.", "[github]", remedy),)
    found: list[Finding] = []
    for bound in installation.projects.values():
        evidence = f"{bound.repository} at {github.api_url}"
        try:
            told = await access.may_push(str(github.api_url), github.token, bound.repository)
        except errors.Unknown as error:
            found.append(diagnosis.unknown(error.sentence, evidence, SILENT))
        except errors.ReleasebotError as error:
            found.append(diagnosis.of_error(error, evidence))
        else:
            found += judge(bound.repository, evidence, may_push=told)
    return found


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
