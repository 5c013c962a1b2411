"""Latest: which release the code host shows first, by the order of versions and no other."""

from collections.abc import Iterable

from packaging.version import Version

from bot.domain.plans.plan import Plan
from bot.domain.versions import references


def highest_above(plan: Plan, tags: Iterable[str]) -> str | None:
    """The tag of the highest final version above the plan's; None where there is none."""
    versions = {tag: _version(plan, tag) for tag in tags}
    above = {
        tag: version
        for tag, version in versions.items()
        if version and not version.is_prerelease and version > Version(plan.version)
    }
    return max(above, key=lambda tag: above[tag], default=None)


def becomes_latest(plan: Plan, tags: Iterable[str]) -> bool:
    """Whether the plan's release is the latest once it is published beside those of the tags.

    The plan knows every tag of its day, also those without a release; the tags know what came out
    since then.
    """
    return plan.latest and not plan.prerelease and highest_above(plan, tags) is None


def _version(plan: Plan, tag: str) -> Version | None:
    """The version of a tag, which is written like the plan's or in one of the usual ways."""
    pattern = plan.tag.replace(plan.version, "{version}", 1)
    is_usual = references.tag_version(plan.tag, "") is not None
    return references.tag_version(tag, "" if is_usual else pattern)
