"""The answers to `audit`, `checklist` and `notes`: what is kept about a release."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain import foreign_text, phrases
from bot.domain.conversation import thread
from bot.domain.conversation.messages import Block, Line, Prose, Table, Tone
from bot.domain.records import checklist, standing

Json = dict[str, Any]

_TONES: dict[str, Tone] = {"done": "good", "failed": "bad", "missing": "plain"}


def audit_blocks(rows: Iterable[Json], status: Json) -> tuple[Block, ...]:
    """Who did what, and when."""
    events = thread.make_thread(rows, status)
    table = Table(
        title=f"What happened to {standing.name(standing.readable(status))}",
        columns=("no.", "when", "what"),
        rows=tuple((str(e.number), phrases.clock(e.time), e.text) for e in events),
        tones=tuple(event.tone for event in events),
    )
    return (table,)


def checklist_blocks(lines: Sequence[checklist.CheckLine]) -> tuple[Block, ...]:
    """The three lists, and how to tick what only a person can know."""
    titles = tuple(dict.fromkeys(line.list for line in lines))
    asks = [line.id for line in lines if line.state == "by a person"]
    how = f"Tick {phrases.listed(asks, 'or')} with: checklist tick LINE EVIDENCE"
    tables = (_table(title, [line for line in lines if line.list == title]) for title in titles)
    return (*tables, *((Line(text=how),) if asks else ()))


def _table(title: str, lines: Sequence[checklist.CheckLine]) -> Table:
    return Table(
        title=title,
        columns=("line", "state", "how we know", "name"),
        rows=tuple((line.text, line.state, line.evidence, line.id) for line in lines),
        tones=tuple(_TONES.get(line.state, "waiting") for line in lines),
    )


def notes_blocks(status: Json) -> tuple[Block, ...]:
    """The notes as they are published."""
    shown = standing.name(standing.readable(status))
    if not status.get("notes"):
        return (Line(text=f"{shown} has no notes yet."),)
    return (Prose(title=f"Notes of {shown}", markdown=foreign_text.harmless(status["notes"])),)
