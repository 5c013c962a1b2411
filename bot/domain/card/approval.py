"""The approval on a card: who said what, for whom it waits, and until when."""

from collections.abc import Iterator
from typing import Any

from bot.domain import phrases, question_words, standing
from bot.domain.card import summary
from bot.domain.messages import Block, Facts, Line, Table, Tone

Json = dict[str, Any]

_ANSWERS = {"approve": "approves", "reject": "rejects"}


def blocks(status: Json) -> Iterator[Block]:
    """The last question with its votes, as long as it counts."""
    questions = status.get("questions") or ()
    if not questions or questions[-1]["state"] == "void":
        return
    question = questions[-1]
    yield Facts(title="Approval", rows=tuple(_facts(question)))
    if question["votes"]:
        yield _votes(question)
    is_open = question["state"] == "open" and not standing.is_overtaken(status)
    if is_open and question.get("last_vote"):
        follows = question_words.follows(question, status.get("held"))
        yield Line(text=f"One more approval, and {follows}.", tone="waiting")


def expiry(status: Json) -> str:
    """Until when the open question may be answered, "" where none is open."""
    questions = list(status.get("questions") or ())
    is_open = bool(questions) and questions[-1]["state"] == "open"
    return str(questions[-1]["expires"]) if is_open else ""


def _facts(question: Json) -> Iterator[tuple[str, str]]:
    is_open = question["state"] == "open"
    yield "Approvals", summary.progress(question) if is_open else question["state"]
    if is_open:
        yield "Waits for", summary.awaited(question)
        yield "Expires", phrases.clock(question["expires"])
    if is_open and question.get("solo"):
        yield "Alone", "whoever asked for it may confirm by typing the version"
    yield "Digest", f"{phrases.short_digest(question['digest'])} (what every vote is bound to)"


def _votes(question: Json) -> Table:
    return Table(
        title="Votes",
        columns=("who", "says", "when", "why"),
        rows=tuple(
            (
                vote["person"],
                _says(question, vote),
                phrases.clock(vote["time"], beside=question["asked"]),
                vote["reason"],
            )
            for vote in question["votes"]
        ),
        tones=tuple(_tone(question, vote) for vote in question["votes"]),
    )


def _counts(question: Json, vote: Json) -> bool:
    return "counted" not in question or vote["person"] in question["counted"]


def _says(question: Json, vote: Json) -> str:
    said = _ANSWERS[vote["answer"]]
    if vote["answer"] == "approve" and not _counts(question, vote):
        return f"{said}, but may not vote any more"
    return said


def _tone(question: Json, vote: Json) -> Tone:
    if vote["answer"] == "reject":
        return "bad"
    return "good" if _counts(question, vote) else "waiting"
