"""References: which names of branches, tags and commits we accept, and versions in tag names."""

import re

from packaging.version import Version

from bot import errors
from bot.domain import foreign_text
from bot.domain.versions.version import read_version

_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
_FORBIDDEN = re.compile(
    r"\.\.|//|/\.|\.lock(/|$)|[./]$"
)  # what git check-ref-format refuses as well
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION_TAG = re.compile(r"(?P<prefix>[vV]?|release[-/]v?|rel[-/]v?)(?P<version>[0-9][^/]*)")


def parse_branch(text: str) -> str:
    """A branch name that is safe as an argument, a file name and a link; narrower than git's."""
    if text == "HEAD" or not _BRANCH.fullmatch(text) or _FORBIDDEN.search(text):
        raise errors.BadReference(
            f"“{foreign_text.printable(text)}” is not a branch name that we accept.",
            "Use letters, digits and . _ / - only, beginning with a letter or digit.",
        )
    return text


def parse_commit(text: str) -> str:
    """A full commit id; short ones may be ambiguous tomorrow."""
    if not _COMMIT.fullmatch(text):
        raise errors.BadReference(
            f"“{foreign_text.printable(text)}” is not a full commit id.",
            "Give all 40 hexadecimal digits, in lower case.",
        )
    return text


def tag_version(name: str, pattern: str) -> Version | None:
    """The version that a tag names: by the pattern, or with the usual prefixes if none is said."""
    if pattern:
        before, _, after = pattern.partition("{version}")
        if not (name.startswith(before) and name.endswith(after)):
            return None
        stated = name[len(before) : len(name) - len(after)]
        return read_version(stated) if stated[:1].isdigit() else None
    match = _VERSION_TAG.fullmatch(name)
    return read_version(match["version"]) if match else None


def next_tag(version: Version, previous_tag: str | None, pattern: str) -> str:
    """The version's tag: as configured, else written like the previous one, else `v1.2.3`."""
    if not pattern:
        match = _VERSION_TAG.fullmatch(previous_tag or "v0")
        pattern = f"{match['prefix'] if match else 'v'}{{version}}"
    return pattern.replace("{version}", str(version))
