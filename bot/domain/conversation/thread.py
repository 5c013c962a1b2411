"""The thread: what happened to a release, a line for each row of its audit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.domain import foreign_text, phrases
from bot.domain.approvals import question_words
from bot.domain.card import summary
from bot.domain.conversation.messages import Event, Tone
from bot.domain.records import standing

Json = dict[str, Any]

_LONGEST = 600  # characters of a line; the card has the rest
_RESULTS = ("done", "ended")  # the last row of a release that is over


def make_thread(audit: Iterable[Json], status: Json) -> tuple[Event, ...]:
    """The thread of a release from the rows of its audit, oldest first."""
    shown = standing.readable(status)
    return tuple(_event(row, shown | {"held": held}) for row, held in _with_holds(audit))


def _with_holds(audit: Iterable[Json]) -> Iterator[tuple[Json, Json | None]]:
    """Each row with who held the release at that time."""
    held: Json | None = None
    for row in audit:
        if row["action"] == "held":
            held = {"person": row["actor"]}
        elif row["action"] in ("resumed", "cancelled"):
            held = None
        yield row, held


def _event(row: Json, status: Json) -> Event:
    tell, tone = _LINES.get(row["action"], (_something, "plain"))
    text = tell(row, status)
    return Event(
        number=row["number"],
        time=row["time"],
        text=foreign_text.printable(text, _LONGEST),
        tone=tone,
        log=_log(row),
        pings=_pings(row, status),
    )


def _log(row: Json) -> str:
    """What the command printed that failed there, if it was one."""
    error = row["data"].get("error") or {}
    return foreign_text.visible(str(error.get("log", ""))) if row["action"] == "failed" else ""


def _pings(row: Json, status: Json) -> tuple[str, ...]:
    """Who has to do something because of this row, or asked for what ends with it."""
    if standing.has_ended(status):
        return (status["requester"],) if row["action"] in _RESULTS else ()
    if row["action"] in ("asked", "reminded"):
        question = standing.open_question(status)
        is_this = question is not None and question["id"] == row["data"].get("question")
        return tuple(question["awaits"]) if question and is_this else ()
    is_stuck = row["action"] == "failed" and status["state"] == "failed"
    is_moved = row["action"] == "moved" and standing.awaits_branch(status)
    return (status["requester"],) if is_stuck or is_moved else ()


def _requested(row: Json, status: Json) -> str:
    data = row["data"]
    if data.get("adopts"):
        tag = data["adopts"]
        return f"{row['actor']} asked to complete {tag} of {status['project']}, made by hand."
    source = f" from {data['branch']}" if data.get("branch") else ""
    return (
        f"{row['actor']} asked for a {data.get('bump', '')} release of {status['project']}{source}."
    )


def _planned(row: Json, _: Json) -> str:
    data = row["data"]
    version = data.get("version")
    return f"Planned as {version}." if version else "Planned."


def _asked(row: Json, status: Json) -> str:
    until = f" until {phrases.clock(row['data']['expires'])}" if row["data"].get("expires") else ""
    question = _question(row, status)
    words = question_words.of(question)
    needed = phrases.counted(question["needed"], "approval") if question else "an approval"
    return f"{words.ready} {words.needs} {needed}{until}."


def _question(row: Json, status: Json) -> Json | None:
    asked = row["data"].get("question")
    return next((q for q in status.get("questions", ()) if q["id"] == asked), None)


def _approved(row: Json, status: Json) -> str:
    question = _question(row, status)
    if held := status["held"]:
        return f"Approved: {question_words.follows(question, held)}."
    return question_words.of(question).approved


def _rejected(row: Json, status: Json) -> str:
    return question_words.of(_question(row, status)).rejected


def _reject(row: Json, status: Json) -> str:
    return f"{row['actor']} rejects {question_words.of(_question(row, status)).what}{_why(row)}"


def _approve(row: Json, _: Json) -> str:
    alone = ", alone, by typing the version" if row["data"].get("solo") else ""
    return f"{row['actor']} approves{alone}{phrases.because(row['data'].get('reason') or '')}"


def _reminded(row: Json, status: Json) -> str:
    question = standing.open_question(status)
    if not question or question["id"] != row["data"].get("question"):
        return "Reminded those who had not voted."
    until = phrases.clock(question["expires"])
    return f"Still waits for {summary.awaited(question)}; the question ends at {until}."


def _void(row: Json, status: Json) -> str:
    why = row["data"].get("why") or "The release has changed."
    void = [q for q in status.get("questions", ()) if q["state"] == "void" and q["why"] == why]
    is_lost = any(vote["answer"] == "approve" for question in void for vote in question["votes"])
    return f"{why} The approvals so far do not count any more." if is_lost else why


def _vote_void(row: Json, _: Json) -> str:
    person = row["data"].get("person", "somebody")
    return f"{person} lost the role, so the vote of {person} does not count any more."


def _moved(row: Json, status: Json) -> str:
    why = row["data"].get("why") or f"{status.get('branch') or 'The branch'} has moved."
    return f"{why} Somebody has to say what becomes of this release."


def _decided_branch(row: Json, _: Json) -> str:
    if row["data"].get("choice") == "with":
        return f"{row['actor']} plans again with the branch as it is now."
    return f"{row['actor']} releases without what is new on the branch."


def _failed(row: Json, _: Json) -> str:
    error = row["data"].get("error") or {}
    sentence = error.get("sentence", "the log has the details.")
    return f"Failed: {sentence} {error.get('next', '')}".strip()


def _skipped(row: Json, status: Json) -> str:
    name = _first(row["data"], "stage", "name")
    return f"{row['actor']} skips “{standing.stage_label(status, name)}”{_why(row)}"


def _overridden(row: Json, _: Json) -> str:
    name = _first(row["data"], "gate", "name")
    return f"{row['actor']} overrides the gate “{name}”{_why(row)}"


def _ticked(row: Json, _: Json) -> str:
    line = row["data"].get("line", "a line")
    return f"{row['actor']} ticked “{line}” on the checklist: {row['data'].get('evidence', '')}"


def _cancelled(row: Json, status: Json) -> str:
    public = row["data"].get("public") or row["data"].get("half_public") or status.get("adopted")
    rest = "What is public stays." if public else "Nothing of it was public."
    if row["actor"] == standing.BOT:
        return f"Cancelled. {rest}"
    return f"{row['actor']} cancels the release{_why(row)}"


def _ended(row: Json, status: Json) -> str:
    """How a cancelled release ended, as its clean-up found it."""
    data, version = row["data"], row["data"].get("version")
    if data.get("how") == "public":
        there = phrases.listed([str(each) for each in data.get("public", ())])
        return f"Ended. Public already: {there}. Nothing is removed, and {version} stays taken."
    if data.get("how") == "left":
        return f"Ended without its clean-up: what it made is still there, {version} stays taken."
    if not version:
        return "Ended before it was planned."
    if how := standing.by_hand(status):
        return f"Ended. Nothing was added to it; what was {how} by hand stays as it is."
    return f"Ended. Nothing of it was public: its branch is removed, {version} is free again."


def _done(_: Json, status: Json) -> str:
    if standing.by_hand(status) == "published":
        return f"{standing.name(status)}, published by hand, is complete."
    return f"{standing.name(status)} is released."


def _something(row: Json, _: Json) -> str:
    return f"{row['actor']}: {row['action'].replace('_', ' ')}."


def _does(what: str) -> Callable[[Json, Json], str]:
    return lambda row, _: f"{row['actor']} {what}{_why(row)}"


def _says(text: str) -> Callable[[Json, Json], str]:
    return lambda _row, _status: text


def _why(row: Json) -> str:
    return phrases.because(row["data"].get("reason") or "")


def _first(data: Json, *keys: str) -> str:
    return next((str(data[key]) for key in keys if data.get(key)), "?")


_LINES: Mapping[str, tuple[Callable[[Json, Json], str], Tone]] = {
    "requested": (_requested, "plain"),
    "planned": (_planned, "plain"),
    "asked": (_asked, "waiting"),
    "approve": (_approve, "good"),
    "reject": (_reject, "bad"),
    "withdrew": (_does("takes the vote back"), "plain"),
    "reminded": (_reminded, "waiting"),
    "approved": (_approved, "busy"),
    "rejected": (_rejected, "bad"),
    "expired": (_says("Nobody decided in time: the question has expired."), "bad"),
    "void": (_void, "waiting"),
    "vote_void": (_vote_void, "waiting"),
    "held": (_does("holds the release"), "waiting"),
    "resumed": (_does("lets it go on"), "busy"),
    "notes_edited": (_does("edited the notes; everything is prepared again"), "waiting"),
    "revised": (_void, "waiting"),
    "moved": (_moved, "waiting"),
    "branch_decided": (_decided_branch, "plain"),
    "failed": (_failed, "bad"),
    "retried": (_does("tries again"), "busy"),
    "skipped": (_skipped, "waiting"),
    "overridden": (_overridden, "waiting"),
    "ticked": (_ticked, "good"),
    "cancelled": (_cancelled, "plain"),
    "ended": (_ended, "plain"),
    "done": (_done, "good"),
}
