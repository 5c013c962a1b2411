"""Comment lines: what of a comment is said to the bot."""

import re

MOST = 3  # commands of one comment that are answered

_COMMAND = re.compile(r"^/release(?:[ \t]+(?P<words>.*))?$")
_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})")


def commands(text: str) -> tuple[str, ...]:
    """The words behind `/release` at the start of a line, without those in quotes and code."""
    found, fence = [], ""
    for line in text.replace("\r\n", "\n").split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark["mark"].startswith(fence) else fence
        elif mark:
            fence = mark["mark"]
        elif command := _COMMAND.match(line):
            found.append((command["words"] or "").strip())
    return tuple(found[:MOST])
