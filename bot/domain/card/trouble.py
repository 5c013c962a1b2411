"""Trouble on a card: what failed, what is public already, void votes, a branch that moved."""

from collections.abc import Iterator
from typing import Any

from bot.domain import channels, phrases
from bot.domain.conversation.messages import Block, Line, Log
from bot.domain.plans import stage_facts
from bot.domain.records import command_log, standing

Json = dict[str, Any]

_END = "The end of the log"


def blocks(status: Json) -> Iterator[Block]:
    """What went another way than planned, the most urgent first."""
    yield from _failure(status)
    yield from _moved(status)
    yield from _void(status)
    yield from _bypasses(status)
    for warning in status.get("warnings", ()):
        yield Line(text=f"Warning: {warning}", tone="waiting")


def _failure(status: Json) -> Iterator[Block]:
    error = status.get("error")
    if not error:
        return
    if error.get("next"):
        yield Line(text=f"What to do: {error['next']}")
    if status["state"] == "failed":
        if cause := status.get("cause"):
            yield Line(text=f"Kind of failure: {cause['class']}. {cause['hint']}")
        yield _public(status)
        yield from _logs(status, error)


def _logs(status: Json, error: Json) -> Iterator[Block]:
    """How each red check ended, else what the command printed that failed."""
    red = [row for row in standing.rows(status, *stage_facts.GATES) if row["state"] == "differs"]
    logs = [(f"{_END}: {row['key']}", row["evidence"].get("log", "")) for row in red]
    told = [log for log in logs if log[1]] or [(_END, error.get("log", ""))]
    for title, log in told:
        if log:
            yield Log(title=title, text=command_log.last_lines(log))


def _public(status: Json) -> Line:
    places = [_place(row) for row in status.get("public", ())]
    known = f"Public already: {phrases.listed(places)}." if places else ""
    if stages := standing.not_known(status):
        names = phrases.listed([f"“{standing.stage_label(status, name)}”" for name in stages])
        unknown = f"It is not known whether anything that {names} makes is public."
        return Line(text=f"{known} {unknown}".strip(), tone="waiting")
    if not places and (how := standing.by_hand(status)):
        return Line(text=f"Nothing was added to what was {how} by hand.")
    if not places:
        return Line(text="Nothing of this release is public yet.")
    return Line(text=known, tone="waiting")


def _place(row: Json) -> str:
    key = channels.key_in_words(row["target"], row["key"])
    return f"{key} {stage_facts.place(row['target']).where}"


def _moved(status: Json) -> Iterator[Block]:
    moved = status.get("moved")
    if not moved or standing.has_ended(status):
        return
    if moved["choice"] == "without":
        yield Line(text=f"{moved['why']} What is new there is not part of this release.")
    elif standing.awaits_branch(status):
        both = "Release without what is new, and the votes stay; or plan again with it, and "
        way = both if "without" in moved["choices"] else "It has to be planned again, and "
        yield Line(text=f"{moved['why']} {way}everybody is asked anew.", tone="waiting")


def _void(status: Json) -> Iterator[Block]:
    is_over = standing.has_ended(status) or bool(status.get("cancelled"))
    for question in status.get("questions", ())[-2:]:
        if question["state"] == "void" and not is_over:
            voters = [v["person"] for v in question["votes"] if v["answer"] == "approve"]
            lost = f" The approval of {phrases.listed(voters)} does not count any more."
            why = question.get("why") or "The release has changed since it was asked."
            yield Line(text=f"Asked anew: {why}{lost if voters else ''}", tone="waiting")


def _bypasses(status: Json) -> Iterator[Block]:
    for bypass in status.get("bypasses", ()):
        done = "overrode the gate" if bypass["kind"] == "override" else "skipped"
        what_for = bypass["name"] if bypass["kind"] == "override" else _label(status, bypass)
        text = f"{bypass['person']} {done} {phrases.quoted(what_for)}"
        yield Line(text=f"{text}{phrases.because(bypass['reason'])}", tone="waiting")


def _label(status: Json, bypass: Json) -> str:
    return standing.stage_label(status, bypass["name"])
