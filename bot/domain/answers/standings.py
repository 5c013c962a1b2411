"""The answers to `status`, `who` and `list`: how releases stand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain import card, channels, phrases
from bot.domain.card import approval, summary
from bot.domain.conversation.messages import Block, Facts, Line, Table, Tone
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

UNRECORDED = "unrecorded"  # the state of what the destinations hold and this bot never made

_TONES: dict[str, Tone] = {"done": "good", "differs": "bad", "unknown": "waiting"}
_COUNTED = (
    ("missing", "{} missing"),
    ("differs", "{} not as released"),
    ("unknown", "{} unknown, because a destination did not answer"),
    ("skipped", "{} skipped"),
)


def status_blocks(status: Json) -> tuple[Block, ...]:
    """A release in a line, then all that its card tells, then every destination of it."""
    shown = standing.readable(status)
    if status["state"] == UNRECORDED:
        line = Line(text=f"{standing.name(shown)} was not released by this bot.")
        return (line, *destination_blocks(status))
    return (headline(status), *card.make_card(status).blocks, *destination_blocks(status))


def headline(status: Json) -> Line:
    """What happens now, or for whom it waits."""
    shown = standing.readable(status)
    text = f"{standing.name(shown)}: {summary.line(shown)}"
    return Line(text=text, tone=summary.tone(shown))


def destination_blocks(status: Json) -> tuple[Block, ...]:
    """Every destination with what is there, and what was prepared, in numbers and in rows."""
    return tuple(_destinations(standing.readable(status)))


def _destinations(status: Json) -> Iterator[Block]:
    rows = status.get("ledger", ())
    outside = [row for row in rows if row["stage"] not in stage_facts.PREPARING]
    is_undone = status["state"] == "cancelled" and not status.get("public")
    undone = "Nothing was added to it." if status.get("adopted") else "Nothing of it is public."
    yield Line(text=undone if is_undone else _in_numbers(outside))
    if outside:
        when = "looked up just now" if status.get("probed") else "as it was seen last"
        yield _table(f"At the destinations, {when}", outside)
    if status["state"] == UNRECORDED and status.get("left_out"):
        yield _left_out(status["left_out"])
    if prepared := [row for row in rows if row not in outside]:
        yield _table("Prepared and checked", prepared)
    if _can_be_brought_back(status, outside):
        yield Line(text=f"Bring it back: resume {status['version']}", tone="waiting")


def _left_out(entries: Sequence[Json]) -> Table:
    return Table(
        title="Not looked up",
        columns=("what", "why", "what to do"),
        rows=tuple((entry["target"], entry["why"], entry["remedy"]) for entry in entries),
    )


def _can_be_brought_back(status: Json, outside: Sequence[Json]) -> bool:
    """Whether something has vanished that a release made which has come to its end."""
    is_over = standing.has_ended(status) and status["state"] in ("done", "failed")
    return is_over and any(row["state"] == "missing" for row in outside)


def _in_numbers(rows: Sequence[Json]) -> str:
    states = Counter(row["state"] for row in rows)
    if set(states) <= {"missing"}:
        return "Nothing of it is at any destination."
    others = [text.format(states[state]) for state, text in _COUNTED if states[state]]
    if not others:
        return "Everything is there." if len(rows) > 1 else "It is there."
    return f"{states['done']} of {len(rows)} are there; {phrases.listed(others)}."


def _table(title: str, rows: Sequence[Json]) -> Table:
    return Table(
        title=title,
        columns=("where", "what", "state", "seen"),
        rows=tuple((row["target"], _key(row), row["state"], _seen(row)) for row in rows),
        tones=tuple(_TONES.get(row["state"], "plain") for row in rows),
    )


def _key(row: Json) -> str:
    return channels.key_in_words(row["target"], row["key"])


def _seen(row: Json) -> str:
    evidence = row["evidence"]
    if row["state"] == "missing":
        return ""
    if evidence.get("why"):
        return str(evidence["why"])
    if evidence.get("url"):
        return str(evidence["url"])
    digest = evidence.get("digest", "")
    return phrases.short_digest(digest) or phrases.short_commit(evidence.get("commit", ""))


def who_blocks(status: Json) -> tuple[Block, ...]:
    """For whom a release waits, and until when."""
    shown = standing.readable(status)
    question = standing.open_question(shown)
    line = headline(status)
    if question is None:
        return (line,)
    said = [f"{vote['person']} {approval.ANSWERS[vote['answer']]}" for vote in question["votes"]]
    facts = (
        ("Waits for", summary.awaited(question)),
        ("Has", summary.progress(question)),
        ("Said so far", phrases.listed(said) or "nothing"),
    )
    return (line, Facts(rows=facts))


def who_json(status: Json) -> Json:
    """The same for machines."""
    question = standing.open_question(status) or {}
    return {
        "schema": 1,
        "release": status["release"],
        "state": status["state"],
        "question": question.get("id"),
        "awaits": question.get("awaits", []),
        "needed": question.get("needed"),
        "expires": question.get("expires"),
        "waits_for": status.get("waits_for", ""),
    }


def notice_blocks(notices: Sequence[Json]) -> tuple[Block, ...]:
    """What the people of a project have to know, a line each."""
    return tuple(
        Line(text=f"{phrases.clock(each['time'])}: {each['text']}", tone="waiting")
        for each in notices
    )


def list_blocks(releases: Sequence[Json]) -> tuple[Block, ...]:
    """The newest releases, a line each."""
    if not releases:
        return (Line(text="There is no release yet. Start one, for example with: release minor"),)
    table = Table(
        columns=("project", "version", "state", "asked for by", "when", "id"),
        rows=tuple(
            (
                row["project"],
                row["version"] or row["bump"],
                row["state"],
                row["requester"],
                phrases.clock(row["created"]),
                row["release"],
            )
            for row in releases
        ),
    )
    return (table,)
