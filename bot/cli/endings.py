"""Endings: the exit code that a command's end has, as the interface names them."""

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

from bot import errors
from bot.domain.records import standing

Json = dict[str, Any]

FAILED = 1
WAITS = 4
UNKNOWN = 5
STOPPED = 130
ENDED = ("done", "failed", "cancelled")


def exit_code(status: Json) -> int:
    """0 done and every ledger row seen, else what kind of not-done it is."""
    if status["error"]:
        return int(status["error"]["exit_code"])
    if status["state"] not in ENDED:
        return WAITS
    states = {row["state"] for row in status["ledger"]}
    if "unknown" in states:
        return UNKNOWN
    return 0 if status["state"] == "done" and states <= {"done", "skipped"} else FAILED


def is_at_rest(status: Json) -> bool:
    """Whether nothing more happens before a person does something."""
    return status["state"] in (*ENDED, "held") or standing.open_question(status) is not None


@contextlib.contextmanager
def with_errors(*, as_json: bool) -> Iterator[None]:
    """Print an error as an object on stdout too, where JSON was asked for."""
    try:
        yield
    except errors.ReleasebotError as error:
        if as_json:
            print_json({"schema": 1, "error": error.to_json()})
        raise


def print_json(shape: Json) -> None:
    """One JSON object, alone on stdout."""
    sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
