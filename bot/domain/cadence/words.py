"""Words: how a kind of release stands in its rhythm, as people read it."""

from typing import Any

from bot.domain import phrases

Json = dict[str, Any]


def kind(name: str) -> str:
    """A kind of release: "minor release", "pre-release"."""
    return "pre-release" if name == "prerelease" else f"{name} release"


def state(beat: Json, now: str) -> str:
    """When the next one is due: "too early, due from 3 December", "overdue by 3 days"."""
    match beat["state"]:
        case "early":
            return f"too early, due from {phrases.day(beat['not_before'], now)}"
        case "due":
            return f"due by {phrases.day(beat['due_by'], now)}"
        case "overdue":
            return f"overdue by {phrases.counted(beat['days_overdue'], 'day')}"
        case "as_needed":
            return "as needed"
        case "never":
            return "there was none yet to count from"
        case _:
            return "not known when the last one was"


def waiting(beat: Json) -> str:
    """What such a release would bring; "" where nobody knows."""
    count = beat["waiting"]
    if count is None:
        return ""
    if count == 0:
        return "nothing waits"
    return f"{phrases.counted(count, 'change')} wait{'s' if count == 1 else ''}"


def line(beat: Json, now: str) -> str:
    """Both: "due by 12 December, 5 changes wait"."""
    return ", ".join(filter(None, (state(beat, now), waiting(beat))))
