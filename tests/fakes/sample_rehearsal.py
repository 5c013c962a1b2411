"""A rehearsal of Greeter 1.2.0 in the states that people meet it in."""

import dataclasses
from typing import Any

from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Asked, Rehearsal
from tests.fakes import sample_status as sample

ID = "r-0a1b2c3d4e5f"
ASKED = Asked(id=ID, project="greeter", bump="minor", person="alice")
BEGUN = "2026-03-04T12:00:00.000Z"
ENDED = "2026-03-04T12:00:41.500Z"
LOG = "FAILED test_greeting\n1 failed, 41 passed"


def begun(**changes: Any) -> Rehearsal:  # noqa: ANN401  # any part of a rehearsal
    """Asked for a moment ago."""
    return dataclasses.replace(Rehearsal(asked=ASKED, begun=BEGUN), **changes)


def on_its_way() -> Rehearsal:
    """Planned, and the first steps are done."""
    return begun(status=rehearsal.report(sample.planned()))


def done(**changes: Any) -> Rehearsal:  # noqa: ANN401  # any part of a rehearsal
    """To its good end."""
    status = rehearsal.report(sample.done())
    return begun(**{"state": "done", "ended": ENDED, "status": status} | changes)


def failed() -> Rehearsal:
    """A check was red."""
    status = rehearsal.report(sample.failed("run_checks"))
    error = {**status["error"], "log": LOG}
    return begun(state="failed", ended=ENDED, status=status, error=error)


def interrupted() -> Rehearsal:
    """The bot ended while it ran."""
    return begun(state="interrupted", ended=ENDED)


ALL = (begun(), on_its_way(), done(), failed(), interrupted())
