"""Secret places: each secret is there, readable for the bot alone, and in no commit."""

from collections.abc import Iterator
from pathlib import Path

from bot import errors
from bot.adapters.git_command import GitCommand, GitFailed
from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings import SecretReference


def look(installation: Installation) -> Iterator[Finding]:
    """Every secret of these projects, without telling anything of it."""
    for key, reference in installation.secrets():
        yield from _looked_at(key, reference)


def _looked_at(key: str, reference: SecretReference) -> Iterator[Finding]:
    evidence = f"{key}: {reference}"
    if reference.env:
        yield _in_the_environment(evidence, reference)
        return
    try:
        reference.read()
    except errors.BadConfiguration as error:
        yield diagnosis.of_error(error, key)
        return
    if reference.file and (tree := exposing_tree(reference.file)):
        yield diagnosis.warning(
            "A secret lies in a git work tree that does not ignore it, so a commit may take it.",
            f"{evidence}, in {tree}",
            f"Move it elsewhere, or: echo {reference.file.name} >> {tree}/.git/info/exclude",
        )
        return
    yield diagnosis.ok("A secret is there and private.", evidence)


def _in_the_environment(evidence: str, reference: SecretReference) -> Finding:
    """This process may have other variables than the bot has."""
    remedy = 'Put it into a file of mode 600 and write { file = "…" }.'
    try:
        reference.read()
    except errors.BadConfiguration as error:
        return diagnosis.unknown(
            error.sentence, evidence, "Run the doctor with the variables of the bot."
        )
    return diagnosis.warning(
        "A secret is in the environment, which other programs of the user can read.",
        evidence,
        remedy,
    )


def exposing_tree(file: Path) -> Path | None:
    """The git work tree that would take the file into a commit; None if there is none."""
    place = file.resolve()
    tree = next((each for each in place.parents if (each / ".git").exists()), None)
    if tree is None:
        return None
    listed = ("ls-files", "--cached", "--others", "--exclude-standard", "--", str(place))
    try:
        return tree if GitCommand(folder=tree).run(*listed) else None
    except GitFailed:  # then nobody knows
        return tree
