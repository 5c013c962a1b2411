"""The transcript: what went over the wire of a Slack in its own process, a line of JSON for each.

It lies beside that Slack's other files, for those who wonder what a bot says, and for the tests,
which hold each line to Slack's own types.
"""

import json
from dataclasses import asdict
from pathlib import Path

from bot.rehearsal.slack.desk import Exchange

FILE = "slack.jsonl"
OLD = "slack.old.jsonl"
LARGEST_FILE = 64 * 1024 * 1024  # bytes; then it becomes the old one, in place of that before


def keep(folder: Path, exchange: Exchange) -> None:
    """Write an exchange down in this folder, for its owner alone."""
    path = folder / FILE
    if path.exists() and path.stat().st_size > LARGEST_FILE:
        path.replace(folder / OLD)
    with path.open("a", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(json.dumps(asdict(exchange)) + "\n")
