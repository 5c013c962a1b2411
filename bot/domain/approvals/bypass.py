"""Bypasses: stages that a person left out, and red gates that pass on a person's word."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot import errors
from bot.domain import foreign_text
from bot.domain.approvals.gates import NO_BLOCKER, key_of
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow

Kind = Literal["skip", "override"]

CHECKS_OF_THE_COMMIT = "checks of the commit"
NOTES = "notes"
SHORT_NAMES = {"ci": CHECKS_OF_THE_COMMIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bypass:
    """What was passed by: a stage, or a gate by its key in the ledger; by whom, why and when."""

    kind: Kind
    name: str
    person: str
    reason: str
    time: str

    def evidence(self) -> dict[str, str]:
        """What the ledger says beside what was passed by."""
        return {"by": self.person, "reason": self.reason, "time": self.time}


Bypasses = tuple[Bypass, ...]


def gates(plan: Plan) -> tuple[str, ...]:
    """The conditions that a person may answer for.

    A tag or a version that is taken and a branch that moved are none: there is nothing to vouch
    for, a destination would refuse or, worse, mix two releases.
    """
    required = (key_of(each) for each in plan.required)
    ours = (check.name for check in plan.checks)
    stated = (version_gate(file.path) for file in plan.version_files if plan.adopted)
    return (CHECKS_OF_THE_COMMIT, NOTES, NO_BLOCKER, *stated, *required, *ours)


def version_gate(path: str) -> str:
    """The key of the gate that a file states the version."""
    return f"version in {path}"


def find(bypasses: Bypasses, kind: Kind, name: str) -> Bypass | None:
    """The bypass of that stage or gate."""
    return next((each for each in bypasses if (each.kind, each.name) == (kind, name)), None)


def passed(row: LedgerRow, bypasses: Bypasses) -> LedgerRow:
    """The row, as skipped where it is red and somebody overrode it."""
    override = find(bypasses, "override", row.key)
    if row.state != "differs" or override is None:
        return row
    return ledger.skipped(row.target, row.key, **{**row.evidence, **override.evidence()})


def left_out(stage: str, recorded: tuple[LedgerRow, ...], skip: Bypass) -> tuple[LedgerRow, ...]:
    """The rows of a stage that was skipped: what was seen at its destination stays."""
    rows = recorded or (ledger.missing("stage", stage),)
    return tuple(
        row
        if row.state == "done"
        else ledger.skipped(row.target, row.key, **{**row.evidence, **skip.evidence()})
        for row in rows
    )


def parse(name: str, known: Sequence[str], what: str) -> str:
    """The stage or gate that was meant. Raises `errors.BadInput` with the nearest and the list."""
    names = {_plain(each): each for each in known}
    names |= {short: full for short, full in SHORT_NAMES.items() if full in known}
    if _plain(name) in names:
        return names[_plain(name)]
    near = difflib.get_close_matches(_plain(name), names, n=1)
    hint = f"Did you mean {names[near[0]]}? " if near else ""
    raise errors.BadInput(
        f"There is no {what} {foreign_text.printable(name)}.",
        f"{hint}Known here: {', '.join(known)}.",
    )


def _plain(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())
