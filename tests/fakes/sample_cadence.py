"""A project's cadence, and how it stands, for tests of whoever shows it."""

from typing import Any

from bot.domain.cadence import intervals, rhythm
from bot.domain.cadence.past import Seen
from bot.domain.cadence.rhythm import Cadence

Json = dict[str, Any]

NOW = "2026-12-01T12:00:00.000Z"
CADENCE = Cadence(
    rhythms={
        "major": intervals.parse("3-6 months"),
        "minor": intervals.parse("2-4 weeks"),
        "patch": None,
    },
    notice=intervals.parse("1-2 weeks"),
)
SEEN = Seen(tagged=(), since_final=5, since_previous=5)


def standing(
    released: str,
    *,
    project: str = "greeter",
    title: str = "Acme Greeter",
    seen: Seen | None = SEEN,
    unknown: str = "",
) -> Json:
    """How the project stands, whose 1.2.0 was released on that day; "": it never was."""
    recorded = {"1.2.0": f"{released}T10:00:00.000Z"} if released else {}
    found = rhythm.beats(CADENCE, recorded, seen, NOW)
    told = rhythm.to_json(CADENCE, found, NOW)
    return {"project": project, "title": title, "unknown": unknown or None, **told}
