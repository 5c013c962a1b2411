"""The words of a rehearsal: its card and its thread, never to be taken for those of a release."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from bot.domain import channels, foreign_text, phrases
from bot.domain.card import tasks
from bot.domain.conversation.messages import (
    Block,
    Card,
    Conversation,
    Event,
    Facts,
    Line,
    Log,
    Table,
    Tone,
)
from bot.domain.plans import stage_facts
from bot.domain.records import command_log, standing
from bot.domain.rehearsals import rehearsal
from bot.domain.rehearsals.rehearsal import Rehearsal, State

Json = dict[str, Any]

NOTHING_LEFT = "Nothing left this machine."
_TONES: dict[State, Tone] = {"running": "busy", "done": "good", "failed": "bad"}
_OTHERWISE = (  # what no rehearsal shows
    ("the approval of your people", "bob and carol of the local world said yes"),
    ("checks of the commit", "the local world has no CI; the real release waits for it"),
    ("announcements", "the local world has a channel of its own, and no people"),
    ("tokens and rights", "a rehearsal has none; releasebot doctor looks at the bot's own"),
)
_LONGEST = 600  # characters of a line of the thread


def conversation(shown: Rehearsal) -> Conversation:
    """A rehearsal as a channel shows it."""
    return Conversation(card=make_card(shown), thread=make_thread(shown))


def title(shown: Rehearsal) -> str:
    """Its name: "Rehearsal of Greeter 1.2.0"."""
    return f"Rehearsal of {rehearsal.name(shown)}"


def make_card(shown: Rehearsal) -> Card:
    """Its one live message; there is nothing to press."""
    status = standing.readable(dict(shown.status))
    return Card(
        kind="rehearsal",
        release=shown.asked.id,
        project=shown.asked.project,
        title=title(shown),
        state="failed" if shown.state == "interrupted" else shown.state,
        tone=_TONES.get(shown.state, "waiting"),
        summary=summary(shown),
        tasks=tasks.of(status),
        blocks=tuple(_blocks(shown, status)),
    )


def summary(shown: Rehearsal) -> str:
    """What happens now, or how it ended, and that it was no release."""
    if shown.state == "interrupted":
        return f"Interrupted, because the bot ended meanwhile. {NOTHING_LEFT}"
    if shown.state == "done":
        version = foreign_text.visible(str(shown.status.get("version", "it")))
        return f"Done after {_took(shown)}: {version} would have been released. {NOTHING_LEFT}"
    if shown.state == "failed":
        return f"Failed after {_took(shown)}: {_error(shown)} {NOTHING_LEFT}"
    stages = shown.status.get("stages") or ()
    if not stages:
        return "Is being prepared, on a copy of the repository. Nothing leaves this machine."
    over = sum(stage["state"] in ("done", "skipped") for stage in stages)
    steps = f"{over} of {len(stages)} steps done"
    return f"Is rehearsed: {steps}. Nothing leaves this machine."


def make_thread(shown: Rehearsal) -> tuple[Event, ...]:
    """Who asked for it, and how it ended, which is for that person."""
    asked = shown.asked
    source = f" from {asked.branch}" if asked.branch else ""
    text = (
        f"{asked.person} rehearses a {asked.bump} release of {asked.project}{source}. "
        "Nothing leaves this machine."
    )
    begun = Event(number=1, time=shown.begun, text=foreign_text.printable(text, _LONGEST))
    if not shown.is_over:
        return (begun,)
    said = f"{title(shown)}: {summary(shown)} {next_step(shown)}"
    ended = Event(
        number=2,
        time=shown.ended,
        text=foreign_text.printable(said, _LONGEST),
        tone="bad" if shown.state == "failed" else _TONES.get(shown.state, "waiting"),
        log=_log(shown),
        pings=(asked.person,),
    )
    return (begun, ended)


def next_step(shown: Rehearsal) -> str:
    """What can be done now."""
    asked = shown.asked
    if shown.state == "interrupted":
        return f"Start it again: {asked.line()}"
    if shown.state == "done":
        return (
            "Next: releasebot doctor tells whether the bot may do the same for real. Then release "
            f"it: {asked.line().removeprefix('rehearse ')}"
        )
    advice = foreign_text.visible(str((shown.error or {}).get("next", "")))
    return (
        f"What to do: {advice} Then rehearse again: {asked.line()}. "
        f"The logs are in rehearsals/{asked.id} of the bot's data folder."
    )


def _blocks(shown: Rehearsal, status: Json) -> Iterator[Block]:
    if shown.is_over:
        yield Line(text=next_step(shown))
    if log := _log(shown):
        yield Log(title="The end of the log", text=command_log.last_lines(log))
    for warning in status.get("warnings", ()):
        yield Line(text=f"Warning: {warning}", tone="waiting")
    yield Facts(title="What this is", rows=tuple(_facts(shown, status)))
    if shown.state == "done":
        yield Table(
            title="Would have been published",
            columns=("where", "what"),
            rows=tuple(_published(status)),
        )
        rows = tuple(_not_rehearsed(status))
        yield Table(title="Not rehearsed", columns=("what", "why"), rows=rows)


def _facts(shown: Rehearsal, status: Json) -> Iterator[tuple[str, str]]:
    yield "A rehearsal", "the whole release in a local world, with a copy of the repository"
    if status.get("version"):
        before = status.get("previous")
        yield "Version", f"{before} → {status['version']}" if before else status["version"]
        yield "Commit", f"{phrases.short_commit(status['commit'])} on {status['branch']}"
    yield "Asked for by", shown.asked.person


def _published(status: Json) -> Iterator[tuple[str, str]]:
    """What everybody would have seen, by place."""
    files = [row["key"] for row in standing.files(status)]
    seen: dict[str, list[str]] = {}
    for row in standing.rows(status, *stage_facts.PUBLIC):
        facts, key = stage_facts.STAGES[row["stage"]], row["key"]
        is_other = facts.takes == "packages" and key not in files
        if row["state"] != "done" or row["target"] == channels.CHAT or is_other:
            continue
        where = stage_facts.place(row["target"]).name or "the repository"
        said = facts.public.format(key=key, tag=status.get("tag", ""))
        seen.setdefault(where, []).append(key if key in files else said)
    return ((where, phrases.listed(list(dict.fromkeys(what)))) for where, what in seen.items())


def _not_rehearsed(status: Json) -> Iterator[tuple[str, str]]:
    yield from _OTHERWISE
    for each in status.get("left_out", ()):
        if each["target"] not in dict(_OTHERWISE):
            yield each["target"], each["why"]


def _error(shown: Rehearsal) -> str:
    error = shown.error or {}
    return foreign_text.visible(str(error.get("sentence") or "nobody knows why."))


def _log(shown: Rehearsal) -> str:
    return foreign_text.visible(str((shown.error or {}).get("log", "")))


def _took(shown: Rehearsal) -> str:
    begun, ended = map(dt.datetime.fromisoformat, (shown.begun, shown.ended))
    return phrases.duration((ended - begun).total_seconds())
