"""Adopting: which release that somebody published by hand may be completed by one of ours."""

from dataclasses import dataclass

from packaging.version import Version

from bot import errors
from bot.domain import foreign_text
from bot.domain.notes import release_marker
from bot.domain.plans.facts import RepositoryFacts, TagFact
from bot.domain.plans.plan import Adopted
from bot.domain.versions import references, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A public release at the code host that is none of ours; `text` is foreign Markdown."""

    tag: str
    version: Version
    text: str
    prerelease: bool
    adopted: Adopted


def find_tag(facts: RepositoryFacts, name: str) -> tuple[TagFact, Version]:
    """The tag of that name, or of that version. Refuses what names none."""
    wanted = version.read_version(name.removeprefix("v"))
    named = [(tag, references.tag_version(tag.name, facts.rules.tag)) for tag in facts.tags]
    exact = [(tag, found) for tag, found in named if found and tag.name == name]
    same = [(tag, found) for tag, found in named if found and found == wanted]
    if found := [*exact, *same]:
        return found[0]
    pattern = facts.rules.tag or "v1.2.0"
    raise errors.Refused(
        f"{foreign_text.printable(name)} is no tag that names a version.",
        f"Publish the release with a tag like {pattern}, then type adopt and the tag.",
        reason="not_adoptable",
    )


def check(published: Published) -> None:
    """Refuse a release of ours, and one whose mark does not fit its version."""
    tag = published.tag
    if release_marker.read(published.text):
        raise errors.Refused(
            f"The release {tag} is one that the bot drafted itself.",
            f"Type status {published.version} to see how it stands.",
            reason="not_adoptable",
        )
    if published.version.is_prerelease != published.prerelease:
        is_marked = "is" if published.prerelease else "is not"
        is_one = "a" if published.version.is_prerelease else "no"
        raise errors.Refused(
            f"The release {tag} {is_marked} marked as a pre-release, and its version is {is_one} "
            "pre-release.",
            f"Correct the mark at GitHub, then type adopt {published.version}.",
            reason="not_adoptable",
        )


def not_public(tag: str) -> errors.Refused:
    """The error where there is a tag, and no release that everybody sees."""
    return errors.Refused(
        f"There is no public release of {foreign_text.printable(tag)}, only the tag or a draft.",
        "Publish it at GitHub first, or type a version to release it from the start.",
        reason="not_adoptable",
    )


def not_on_branch(tag: TagFact, branches: tuple[str, ...]) -> errors.Refused:
    """The error of a tag that no branch contains which may be released from."""
    return errors.Refused(
        f"{tag.name} points at {tag.commit[:12]}, which is not on {' or '.join(branches)}.",
        "Bring that commit to the branch, or publish a version whose commit is on it.",
        reason="not_adoptable",
    )
