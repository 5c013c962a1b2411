"""Tags: how a repository names the tags of its versions."""

import re
from collections import Counter
from collections.abc import Iterable

from packaging.version import Version

from bot.domain.versions.version import read_version

_PREFIX = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._/-]{0,60})?")


def tag_pattern(tags: Iterable[str], package: str) -> str:
    """The pattern that most tags follow, "" without any; one with the package's name goes first."""
    found = Counter(prefix for prefix, _ in _versions(tags))
    if not found:
        return ""
    own = [prefix for prefix in found if package and prefix.lower().startswith(package.lower())]
    prefix = max(own or found, key=lambda each: (found[each], each == "v"))
    return f"{prefix}{{version}}"


def last_version(tags: Iterable[str], pattern: str) -> Version | None:
    """The highest version among the tags of this pattern."""
    prefix = pattern.removesuffix("{version}")
    return max((version for found, version in _versions(tags) if found == prefix), default=None)


def prefixes(tags: Iterable[str]) -> tuple[str, ...]:
    """Every way in which a version is tagged here."""
    return tuple(sorted({prefix for prefix, _ in _versions(tags)}))


def _versions(tags: Iterable[str]) -> Iterable[tuple[str, Version]]:
    """What stands before the version of each tag, and the version."""
    for tag in tags:
        for start in re.finditer(r"(?<![0-9.])[0-9]", tag):
            prefix, version = tag[: start.start()], read_version(tag[start.start() :])
            if version and _PREFIX.fullmatch(prefix):
                yield prefix, version
                break
