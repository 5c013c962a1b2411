"""Ticking: lines of the checklist that only a person can know, with who says so and why."""

import difflib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import errors
from bot.domain import foreign_text
from bot.domain.records import checklist
from bot.releases import audit
from bot.releases.storage import release_rows
from bot.releases.storage.tables import ticks

Json = dict[str, Any]

LONGEST_EVIDENCE = 500  # characters


def tick(
    connection: sa.Connection, release: str, line: str, person: str, evidence: str, now: str
) -> None:
    """Record that a person vouches for a line; ticking it again replaces what was said before."""
    release_rows.get(connection, release)
    values = {"person": person, "evidence": _evidence(evidence), "time": now}
    row = {"release": release, "line": _line(line)}
    fresh = insert(ticks).values(**row, **values)
    connection.execute(fresh.on_conflict_do_update(index_elements=["release", "line"], set_=values))
    audit.append(
        connection,
        time=now,
        actor=person,
        action="ticked",
        release=release,
        data={"line": row["line"], "evidence": values["evidence"]},
    )


def of_release(connection: sa.Connection, release: str) -> list[Json]:
    """What people have vouched for, in the order of the lines' names."""
    found = connection.execute(
        sa.select(ticks.c.line, ticks.c.person, ticks.c.evidence, ticks.c.time)
        .where(ticks.c.release == release)
        .order_by(ticks.c.line)
    )
    return [dict(row) for row in found.mappings()]


def _line(typed: str) -> str:
    word = typed.strip().lower()
    if word in checklist.TICKABLE:
        return word
    near = difflib.get_close_matches(word, checklist.TICKABLE, n=1)
    raise errors.BadInput(
        f"“{foreign_text.printable(typed)}” is no line of the checklist that a person ticks.",
        f"Did you mean {near[0]}?" if near else f"There are: {', '.join(checklist.TICKABLE)}.",
        reason="no_such_line",
    )


def _evidence(typed: str) -> str:
    text = foreign_text.visible(typed).strip()
    if not text:
        raise errors.BadInput(
            "A line is ticked with evidence, and there is none.",
            "Say how you know: a link, a name, a sentence.",
            reason="no_evidence",
        )
    if len(text) > LONGEST_EVIDENCE:
        raise errors.BadInput(
            f"The evidence has {len(text)} characters; {LONGEST_EVIDENCE} are kept.",
            "Shorten it, or give a link.",
            reason="too_long",
        )
    return text
