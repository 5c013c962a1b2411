"""The tasks of a card: the stages as people follow them."""

from typing import Any, Literal

from bot.domain import phrases
from bot.domain.conversation.messages import Task
from bot.domain.records import standing

Json = dict[str, Any]
State = Literal["planned", "running", "done", "failed", "waiting", "held", "skipped"]

_STATES: dict[str, State] = {
    "running": "running",
    "done": "done",
    "failed": "failed",
    "waiting": "waiting",
    "held": "held",
    "skipped": "skipped",
}


def of(status: Json) -> tuple[Task, ...]:
    """Every stage of the plan, in order; one that has not run is planned."""
    return tuple(
        Task(
            name=stage["name"],
            label=standing.stage_label(status, stage["name"]),
            state=_STATES.get(stage["state"], "planned"),
            seconds=stage.get("seconds", 0.0),
            detail=_detail(status, stage),
            since=stage.get("started") or "",
        )
        for stage in status.get("stages", ())
    )


def _detail(status: Json, stage: Json) -> str:
    if stage["state"] == "waiting":
        return str(status.get("waits_for") or "")
    for bypass in status.get("bypasses", ()):
        if bypass["kind"] == "skip" and bypass["name"] == stage["name"]:
            return f"Skipped by {bypass['person']}{phrases.because(bypass['reason'])}"
    return ""
