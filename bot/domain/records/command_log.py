"""The end of a command's log: what of it is kept, and the line that says how it ended."""

import re

KEPT = 6_000  # characters: a screen or two, and small enough for a row of the ledger
SHOWN = 24  # lines of it on a card; a thread has all that is kept

SILENT = "it said nothing"
CUT = "…\n"

_OF_THE_RUNNER = re.compile(r"(?:g?make(?:\[\d+\])?|npm (?:ERR!|error)|error: Recipe)\b.*")
_RULE = re.compile(r"^[\s=\-_*#~]+|[\s=\-_*#~.]+$")


def end(log: str, most: int = KEPT) -> str:
    """The last lines that fit; where something is left out before them, that is told."""
    text = log.strip("\n").rstrip()
    if len(text) <= most:
        return text
    kept = text[-most:]
    return CUT + (kept.partition("\n")[2] or kept)


def last_lines(log: str, most: int = SHOWN) -> str:
    """The last lines of what is kept."""
    lines = log.splitlines()
    return log if len(lines) <= most else CUT + "\n".join(lines[-most:])


def gist(log: str) -> str:
    """The last line that says how the command ended, and not only that it did."""
    lines = [said for line in log.splitlines() if (said := _RULE.sub("", line))]
    telling = [line for line in lines if not _OF_THE_RUNNER.fullmatch(line)]
    return (telling or lines or [SILENT])[-1]
