"""Hosted notes: what the code host adds to a release there, read out of its own text."""

import re
from collections.abc import Iterator

MOST_CONTRIBUTORS = 50
_FIRST = re.compile(
    r"\* @(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\[bot\])?) made their first contribution in "
    r"(?P<url>https?://[^\s()<>]+/pull/(?P<number>[0-9]{1,9}))"
)
_WHOLE = re.compile(r"\*\*Full Changelog\*\*: (?P<url>https?://[^\s()<>]+)")


def addition(generated: str, home: str) -> str:
    """Who contributed for the first time, and where all changes are, as Markdown of our own.

    Taken are only lines of a known form with addresses below `home`, the repository's; nobody is
    mentioned by them, so nobody is told before anything is published.
    """
    lines = generated.replace("\r\n", "\n").split("\n")
    parts = [*_contributors(lines, f"{home}/"), *_whole(lines, f"{home}/")]
    return "\n\n".join(parts)


def _contributors(lines: list[str], below: str) -> Iterator[str]:
    found = [match for line in lines if (match := _FIRST.fullmatch(line.strip()))]
    named = [
        f"- {match['login']} in [#{match['number']}]({match['url']})"
        for match in found
        if match["url"] == f"{below}pull/{match['number']}"
    ]
    if named:
        yield "### New contributors"
        yield "\n".join(named[:MOST_CONTRIBUTORS])


def _whole(lines: list[str], below: str) -> Iterator[str]:
    for line in lines:
        match = _WHOLE.fullmatch(line.strip())
        if match and match["url"].startswith((f"{below}compare/", f"{below}commits/")):
            yield f"[Full changelog]({match['url']})"
            return
