"""The release marker: the invisible line by which a release of ours is known at the code host."""

import re

_MARKER = re.compile(r"<!-- releasebot:(?P<release>[0-9a-zA-Z]+) -->")


def of(release: str) -> str:
    """The line of the release with this id."""
    return f"<!-- releasebot:{release} -->"


def read(text: str) -> str:
    """The id in a text that has such a line, "" in any other; anybody can copy one."""
    found = _MARKER.search(text)
    return found["release"] if found else ""
