"""The traffic of a test run: every line of every stand-in's transcript, measured.

`sweep` is called when a world of a test was stopped, and once more at the end of the run for all
worlds that any test left behind, also those that a command of the bot's had started. A machine
without npm has no description to measure with; there the contract's own tests are skipped.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.rehearsal.github import transcript
from tests.official import npm
from tests.official.github import contract, webhook_contract

_read: dict[Path, int] = {}  # how much of each transcript was measured before


def sweep(folder: Path) -> list[str]:
    """The violations in transcripts below a folder that were not reported yet, each kind once."""
    found: list[str] = []
    if not npm.is_here():
        return found
    for name in (transcript.OLD, transcript.FILE):
        for path in sorted(folder.rglob(name)):
            for line in _new_lines(path):
                found += violations(line)
    return list({each.partition(" (")[2] or each: each for each in found}.values())


def violations(line: dict[str, Any]) -> list[str]:
    """What is wrong with a line of a transcript: an exchange, or an event that was sent."""
    if "event" in line:
        return webhook_contract.official().violations(line["event"], line["payload"])
    return contract.official().violations(exchange(line))


def _new_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        file.seek(_read.get(path, 0))
        for line in file:
            if not line.endswith(b"\n"):
                break  # the process was killed while it wrote
            _read[path] = _read.get(path, 0) + len(line)
            yield json.loads(line)


def exchange(line: dict[str, Any]) -> contract.Exchange:
    """A line of a transcript as an exchange; what it left out is not measured."""
    return contract.Exchange(
        method=line["method"],
        path=line["path"],
        query=tuple((name, text) for name, text in line["query"]),
        body=line.get("body", contract.LEFT_OUT if "body_left_out" in line else None),
        status=line["status"],
        answer=line.get("answer"),
        caller=line["caller"],
        **{name: line.get(name, "") for name in ("fault", "agent", "version")},
    )
