"""The evidence on a card: what ships, from where, and what was checked; red and unknown is said."""

from collections.abc import Iterator
from typing import Any

from bot.domain import phrases
from bot.domain.conversation.messages import Block, Facts, Table, Tone
from bot.domain.plans import shipping, stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

_NOT_CONFIGURED = "not configured"
_WORDS: dict[str, tuple[str, Tone]] = {
    "done": ("passed", "good"),
    "differs": ("red", "bad"),
    "skipped": ("passed over", "waiting"),
    "missing": ("not run yet", "plain"),
}


def blocks(status: Json) -> Iterator[Block]:
    """The facts, the files and the gates, each as far as it is known."""
    if not status.get("stages"):
        return
    yield Facts(title="What this is", rows=tuple(_facts(status)))
    if files := standing.files(status):
        yield _files(status, files)
    gates = tuple(_gates(status))
    if gates:
        yield Table(
            title="Gates and checks",
            columns=("gate", "state", "why"),
            rows=tuple(row for row, _ in gates),
            tones=tuple(tone for _, tone in gates),
        )
    later = set(stage_facts.STAGES) - {*stage_facts.PREPARING}
    if left := tuple(_left_out(status, *later)):
        yield Table(
            title="Left for people",
            columns=("what", "why", "what to do"),
            rows=tuple((entry["target"], entry["why"], entry["remedy"]) for entry in left),
        )


def _facts(status: Json) -> Iterator[tuple[str, str]]:
    previous = status.get("previous")
    came_from = f"{previous} → {status['version']}" if previous else status["version"]
    yield "Version", came_from if previous else f"{came_from}, the first release"
    yield "Commit", _commit(status)
    since = f"since {previous}" if previous else "in all"
    yield "Changes", f"{phrases.counted(len(status['changes']), 'change')} {since}"
    yield "Went to" if status["state"] == "done" else "Goes to", standing.places(status)
    if (how := standing.by_hand(status)) == "published":
        yield "Published by hand by", status["adopted"]["by"] or "a deleted account"
    elif how == "tagged":
        yield "Tagged by hand", status["tag"]
    yield "Asked for by", status["requester"]
    if status.get("edited_by"):
        yield "Notes edited by", status["edited_by"]


def _commit(status: Json) -> str:
    base = phrases.short_commit(status["commit"])
    made = standing.release_commit(status)
    if not made or status.get("adopted"):
        return f"{base} on {status['branch']}"
    return f"{phrases.short_commit(made)} on top of {status['branch']} at {base}"


def _files(status: Json, files: list[Json]) -> Table:
    return Table(
        title=f"What {'shipped' if status['state'] == 'done' else 'ships'}, byte for byte",
        columns=("file", "went to" if status["state"] == "done" else "goes to", "size", "sha256"),
        rows=tuple(_file(status, row) for row in files),
    )


def _file(status: Json, row: Json) -> tuple[str, str, str, str]:
    digest = row["evidence"]["digest"].removeprefix("sha256:")
    size = phrases.size(int(row["evidence"].get("size", 0)))
    return row["key"], shipping.destinations(status, row), size, digest


def _gates(status: Json) -> Iterator[tuple[tuple[str, str, str], Tone]]:
    for row in standing.rows(status, *stage_facts.GATES):
        word, tone = _WORDS.get(row["state"], ("not known", "waiting"))
        yield (row["key"], word, _why(row["evidence"])), tone
    for entry in _left_out(status, *stage_facts.PREPARING):
        if entry["why"].startswith(_NOT_CONFIGURED):
            yield (entry["target"], _NOT_CONFIGURED, entry["remedy"]), "waiting"
        else:
            yield (entry["target"], "not known", f"{entry['why']}; {entry['remedy']}"), "waiting"


def _left_out(status: Json, *stages: str) -> Iterator[Json]:
    """What these stages could not see or do."""
    return (entry for entry in status.get("left_out", ()) if entry["stage"] in stages)


def _why(evidence: Json) -> str:
    if "by" in evidence:
        return f"{evidence['by']}{phrases.because(evidence.get('reason', ''))}"
    return str(evidence.get("why") or evidence.get("detail", ""))
