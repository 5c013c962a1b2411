"""The answers to `cadence`: when the next releases of a project are due, or of all of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain import phrases
from bot.domain.cadence import words
from bot.domain.conversation.messages import Block, Line, Table, Tone

Json = dict[str, Any]

MOST = 20  # projects that are told of at once
NONE = "No project has a cadence yet."
HOW = (
    "A cadence says how often a project is released. The bot's operator writes it into "
    'releasebot.toml, for example: [projects.NAME.cadence] minor = "2-4 weeks"'
)


def project_blocks(standing: Json) -> tuple[Block, ...]:
    """Every kind of release of a project, and which is next."""
    return tuple(_project(standing))


def _project(standing: Json) -> Iterator[Block]:
    beats, now = standing["rhythms"], standing["now"]
    if following := _next(standing):
        text = f"Next is a {words.kind(following['kind'])}: {words.line(following, now)}."
        yield Line(text=text, tone=_tone(following))
    if standing["unknown"]:
        text = f"Only this bot's own releases count: {standing['unknown']}"
        yield Line(text=text, tone="waiting")
    yield Table(
        title=f"The cadence of {standing['title']}",
        columns=("kind", "how often", "counts from", "now", "changes"),
        rows=tuple(
            (
                words.kind(beat["kind"]),
                beat["rhythm"],
                _last(beat, now),
                words.state(beat, now),
                words.waiting(beat),
            )
            for beat in beats
        ),
        tones=tuple(_tone(beat) for beat in beats),
    )
    if standing["notice"]:
        yield Line(text=f"People are to hear of a major release {standing['notice']} before it.")


def upcoming_blocks(standings: Sequence[Json]) -> tuple[Block, ...]:
    """What is next in each project, the soonest first."""
    dated = [(_next(standing), standing) for standing in standings]
    ordered = sorted(dated, key=lambda pair: pair[0]["due_by"] if pair[0] else "~")[:MOST]
    table = Table(
        columns=("project", "next", "when", "changes"),
        rows=tuple(_upcoming(following, standing) for following, standing in ordered),
        tones=tuple(_tone(following) if following else "plain" for following, _ in ordered),
    )
    left = len(dated) - len(ordered)
    more = (Line(text=f"… and {phrases.counted(left, 'project')} more."),) if left else ()
    return (table, *more)


def of_kind(standing: Json, kind: str) -> str:
    """How one kind stands, as "minor release: due by 12 December"; "" where it has no rhythm."""
    beat = next((each for each in standing["rhythms"] if each["kind"] == kind), None)
    return f"{words.kind(kind)}: {words.line(beat, standing['now'])}" if beat else ""


def _next(standing: Json) -> Json | None:
    return next((each for each in standing["rhythms"] if each["kind"] == standing["next"]), None)


def _upcoming(following: Json | None, standing: Json) -> tuple[str, ...]:
    if following:
        said = words.state(following, standing["now"]), words.waiting(following)
        return (standing["title"], words.kind(following["kind"]), *said)
    states = {beat["state"] for beat in standing["rhythms"]}
    if "unknown" in states:
        return (standing["title"], "not known", standing["unknown"] or "a tag tells no time", "")
    return (standing["title"], "no release yet" if "never" in states else "as needed", "", "")


def _last(beat: Json, now: str) -> str:
    if not beat["version"]:
        return ""
    when = phrases.day(beat["released"], now) if beat["released"] else "at an unknown time"
    return f"{beat['version']}, {when}"


def _tone(beat: Json) -> Tone:
    return "waiting" if beat["state"] == "overdue" else "plain"
