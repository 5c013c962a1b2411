"""Hosting: what GitHub is set to do with a repository that is to be released."""

from collections.abc import Iterator

from bot.adapters.code_host.inspection import Hosting
from bot.domain import diagnosis
from bot.domain.approvals import gates
from bot.domain.detection import workflows
from bot.domain.diagnosis import Finding
from bot.domain.plans.plan import Land

ENOUGH = {"repo", "public_repo"}


def judge(repository: str, land: Land, found: Hosting) -> Iterator[Finding]:
    """Who else publishes, what is protected, and what stands against the release commit."""
    for path, text in sorted(found.workflows.items()):
        if trigger := workflows.published_by(text):
            yield diagnosis.warning(
                f"A workflow publishes too: {trigger} starts it.",
                f"{path} in {repository}",
                "Take the trigger or the publishing out of it, or two would publish one version.",
            )
    for told in gates.landing_warnings(found.branch, land, found.rules):
        yield diagnosis.warning(
            told, repository, "Change the rules of the branch, or how it lands."
        )
    yield from _immutable(repository, found.immutable_releases)
    if found.has_tag_rules is False:
        yield diagnosis.warning(
            "Whoever may push can move or delete a version's tag.",
            repository,
            "Add a ruleset for tags at GitHub that lets nobody update or delete v*.",
        )
    beyond = sorted(set(found.scopes) - ENOUGH)
    if beyond:
        yield diagnosis.warning(
            f"The bot's token may do more than it needs: {', '.join(beyond)}.",
            "[github] token",
            "Make one for these repositories alone, to write contents, issues and pull requests.",
        )


def _immutable(repository: str, is_on: bool | None) -> Iterator[Finding]:  # noqa: FBT001  # None stands for not shown
    if is_on:
        yield diagnosis.ok("What is published at GitHub cannot be changed.", repository)
    elif is_on is None:
        yield diagnosis.note(
            "Whether releases are immutable is not shown to the bot.",
            repository,
            "Let its App or token read administration, or look at Settings → General → Releases.",
        )
    else:
        yield diagnosis.warning(
            "Files of a published release can be exchanged.",
            repository,
            "Switch on immutable releases in Settings → General → Releases of the repository.",
        )
