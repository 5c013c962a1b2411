"""The approval on a card: who said what, for whom it waits, and until when."""

from collections.abc import Iterator
from typing import Any

from bot.domain import phrases
from bot.domain.approvals import question_words
from bot.domain.card import summary
from bot.domain.conversation.messages import Block, Facts, Line, Table, Tone
from bot.domain.records import standing

Json = dict[str, Any]

ANSWERS = {"approve": "approves", "reject": "rejects"}


def blocks(status: Json) -> Iterator[Block]:
    """The last question with its votes, as long as it counts."""
    questions = status.get("questions") or ()
    if not questions or questions[-1]["state"] == "void":
        return
    question = questions[-1]
    earlier = [each for each in questions if each["kind"] != question["kind"]]
    rows = (*_decided_before(earlier), *_facts(question, is_one_of_two=bool(earlier)))
    yield Facts(title="Approval", rows=rows)
    if question["votes"]:
        yield _votes(question)
    is_open = question["state"] == "open" and not standing.awaits_branch(status)
    if is_open and question.get("last_vote"):
        follows = question_words.follows(question, status.get("held"))
        yield Line(text=f"One more approval, and {follows}.", tone="waiting")


def expiry(status: Json) -> str:
    """Until when the open question may be answered, "" where none is open."""
    questions = list(status.get("questions") or ())
    is_open = bool(questions) and questions[-1]["state"] == "open"
    return str(questions[-1]["expires"]) if is_open else ""


def _decided_before(earlier: list[Json]) -> Iterator[tuple[str, str]]:
    """What people said to the question before this one, which was about something else."""
    for question in earlier[-1:]:
        yield question_words.of(question).purpose, _decided(question)


def _facts(question: Json, *, is_one_of_two: bool) -> Iterator[tuple[str, str]]:
    is_open = question["state"] == "open"
    name = question_words.of(question).purpose if is_one_of_two else "Approvals"
    yield name, _so_far(question) if is_open else _decided(question)
    if is_open:
        yield "Waits for", summary.awaited(question)
        yield "Expires", phrases.clock(question["expires"])
    if is_open and question.get("solo"):
        yield "Alone", "whoever asked for it may confirm by typing the version"
    yield "Digest", f"{phrases.short_digest(question['digest'])} (what every vote is bound to)"


def _so_far(question: Json) -> str:
    return f"{len(question.get('counted', ()))} of {question['needed']}"


def _decided(question: Json) -> str:
    answers = {"approved": "approve", "rejected": "reject"}
    said = answers.get(question["state"])
    by = phrases.listed([vote["person"] for vote in question["votes"] if vote["answer"] == said])
    return f"{question['state']} by {by}" if by else str(question["state"])


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
    said = ANSWERS[vote["answer"]]
    if vote["answer"] == "approve" and not _counts(question, vote):
        return f"{said}, but may not vote any more"
    return said


def _tone(question: Json, vote: Json) -> Tone:
    if vote["answer"] == "reject":
        return "bad"
    return "good" if _counts(question, vote) else "waiting"
