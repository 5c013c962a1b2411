"""Changelog links: the compare links at a changelog's end, or within its headings."""

import re
from collections.abc import Sequence

from packaging.version import Version

from bot.domain.versions.version import read_version

_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\]]+)\]:[ \t]*(?P<url>\S+)[ \t\r]*")
_COMPARE = re.compile(r"(?P<prefix>\S*/compare/)(?P<older>\S+?)(?P<dots>\.\.\.?)(?P<newer>\S+)")
_TAG_PAGE = re.compile(r"(?P<prefix>\S*/(?:releases/tag|tree)/)\S+")


def start(lines: Sequence[str]) -> int:
    """The first line of the block of link definitions that ends the file."""
    first = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if _DEFINITION.fullmatch(lines[number]):
            first = number
        elif lines[number].strip():
            break
    return first


def extend(
    lines: Sequence[str], version: Version, tag: str, previous_tag: str | None
) -> tuple[str, ...]:
    """The lines with a compare link for the version, if the file keeps such links."""
    first = start(lines)
    named = [
        (number, match)
        for number in range(first, len(lines))
        if (match := _DEFINITION.fullmatch(lines[number]))
    ]
    if any(read_version(match["name"].lstrip("vV")) == version for _, match in named):
        return tuple(lines)
    for number, match in named:
        link = _COMPARE.fullmatch(match["url"])
        is_unreleased = match["name"].lower() == "unreleased"
        if link is None or not (is_unreleased or read_version(match["name"].lstrip("vV"))):
            continue
        end = "\r" if lines[number].endswith("\r") else ""
        older = link["older"] if is_unreleased else previous_tag or link["newer"]
        mine = f"[{version}]: {link['prefix']}{older}{link['dots']}{tag}{end}"
        kept = [_after(lines[number], link, tag)] if is_unreleased else []
        skip = 1 if is_unreleased else 0
        return (*lines[:number], *kept, mine, *lines[number + skip :])
    return tuple(lines)


def next_inline(link: str, tag: str, previous_tag: str | None) -> str:
    """The link of a heading such as `[1.1.0](…)`, for the next release."""
    url = link.strip("()")
    if (compare := _COMPARE.fullmatch(url)) and previous_tag:
        return f"({compare['prefix']}{previous_tag}{compare['dots']}{tag})"
    if page := _TAG_PAGE.fullmatch(url):
        return f"({page['prefix']}{tag})"
    return ""


def _after(line: str, link: re.Match[str], tag: str) -> str:
    """The unreleased link, which compares with the new tag from now on."""
    before, _, rest = line.partition(link[0])
    return f"{before}{link['prefix']}{tag}{link['dots']}{link['newer']}{rest}"
