"""Adopting: what somebody published or tagged by hand, and whether one of ours may complete it."""

from collections.abc import Iterable
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
    """A version that everybody sees at the code host and that is none of ours.

    Its release, whose `text` is foreign Markdown, or its tag alone, which has no text.
    """

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
        f"Use a tag like {pattern}, then type adopt and the tag.",
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


def tagged(tag: str, version: Version, drafts: Iterable[str]) -> Published:
    """What only its tag tells of.

    `drafts` are the texts of the tag's releases that are not public; it is refused where somebody
    writes one, because both would be published.
    """
    if any(not release_marker.read(text) for text in drafts):
        raise errors.Refused(
            f"There is no public release of {tag}, only somebody's draft of one.",
            f"Publish or delete the draft at GitHub, then type adopt {version}.",
            reason="not_adoptable",
        )
    return Published(
        tag=tag,
        version=version,
        text="",
        prerelease=version.is_prerelease,
        adopted=Adopted(),
    )


def not_on_branch(tag: TagFact, branches: tuple[str, ...]) -> errors.Refused:
    """The error of a tag that no branch contains which may be released from."""
    return errors.Refused(
        f"{tag.name} points at {tag.commit[:12]}, which is not on {' or '.join(branches)}.",
        "Bring that commit to the branch, or publish a version whose commit is on it.",
        reason="not_adoptable",
    )
