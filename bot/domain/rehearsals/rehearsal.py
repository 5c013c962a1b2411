"""A rehearsal: a whole release in a local world on the bot's machine, as far as it went."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from bot.domain.records import standing

Json = dict[str, Any]
State = Literal["running", "done", "failed", "interrupted"]

PREFIX = "r-"  # of every id; a release's id has no hyphen
TOLD = (  # what of a release's status is told of a rehearsal
    *("title", "project", "bump", "version", "tag", "previous", "branch", "commit", "state"),
    *(
        "stages",
        "ledger",
        "left_out",
        "seconds",
        "error",
        "warnings",
        "bypasses",
        "waits_for",
        "announce",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to be rehearsed; `branch` None is the default one."""

    id: str
    project: str
    bump: str
    person: str
    branch: str | None = None

    def line(self) -> str:
        """How it is typed."""
        return f"rehearse {self.bump}{f' from {self.branch}' if self.branch else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """One rehearsal. `status` is that of its release in the local world, {} before there is one."""

    asked: Asked
    begun: str  # RFC 3339
    ended: str = ""
    state: State = "running"
    status: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None  # what it failed of, with the end of the log in `log`

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.state != "running"


_REHEARSAL = TypeAdapter(Rehearsal)


def id_of(project: str, delivery: str) -> str:
    """The id of the rehearsal that this delivery asks for."""
    digest = hashlib.sha256(f"rehearsal\n{project}\n{delivery}".encode()).hexdigest()
    return f"{PREFIX}{digest[:12]}"


def is_rehearsal(release: str) -> bool:
    """Whether an id is that of a rehearsal, and not of a release."""
    return release.startswith(PREFIX)


def report(status: Json) -> Json:
    """What is told of a release's status; the long texts are not."""
    return {key: status[key] for key in TOLD if key in status}


def to_json(rehearsal: Rehearsal) -> Json:
    """All of it as plain JSON values."""
    return cast("Json", _REHEARSAL.dump_python(rehearsal, mode="json"))


def from_json(kept: object) -> Rehearsal:
    """What `to_json` made. Raises `ValueError` for anything else."""
    return _REHEARSAL.validate_python(kept)


def log_of(status: Mapping[str, Any]) -> str:
    """What the commands printed that failed, "" where none did."""
    red = [row for row in status.get("ledger", ()) if row["state"] == "differs"]
    logs = [str(row["evidence"].get("log", "")) for row in red]
    own = str((status.get("error") or {}).get("log", ""))
    return "\n".join(filter(None, logs)) or own


def name(rehearsal: Rehearsal) -> str:
    """What is rehearsed, as people say it: "Greeter 1.2.0"."""
    asked = rehearsal.asked
    known = {"project": asked.project, "bump": asked.bump, **rehearsal.status}
    return standing.name(standing.readable(known))
