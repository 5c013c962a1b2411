"""The traffic of a test run at every Slack in a process of its own, held to Slack's own types.

A machine without npm has no types to hold it to; there the contract's own tests are skipped.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.rehearsal.slack import transcript
from bot.rehearsal.slack.desk import Exchange
from tests.official import npm
from tests.official.slack import contract


def sweep(folder: Path) -> list[str]:
    """The violations in all transcripts below a folder, each once."""
    if not npm.is_here():
        return []
    names = (transcript.OLD, transcript.FILE)
    paths = [path for name in names for path in sorted(folder.rglob(name))]
    return list(dict.fromkeys(v for path in paths for v in contract.violations(exchanges(path))))


def exchanges(path: Path) -> Iterator[Exchange]:
    """What a transcript tells, but for a line in the midst of which its process was killed."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield Exchange(**json.loads(line))
