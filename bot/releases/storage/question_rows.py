"""Questions and votes as rows; every vote is judged in the transaction that counts it."""

import dataclasses
import hashlib
import re
from collections.abc import Callable

import pydantic
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import errors
from bot.domain.approvals.approval import Question, Vote
from bot.domain.approvals.policy import Terms
from bot.releases import changes
from bot.releases.storage.tables import questions, votes

_TERMS = pydantic.TypeAdapter(Terms)
_ID = re.compile(r"[0-9a-f]{16}")


def question_id(release: str, kind: str, number: int) -> str:
    """An id without any authority in it; `number` counts the release's questions of this kind."""
    return hashlib.sha256(f"{release}\n{kind}\n{number}".encode()).hexdigest()[:16]


def ask(connection: sa.Connection, question: Question, next_segment: str) -> None:
    """Open the question; asking it again changes nothing. Older ones of its kind become void."""
    _void(
        connection,
        "A newer question stands in its place.",
        question.asked,
        questions.c.release == question.release,
        questions.c.kind == question.kind,
        questions.c.state.in_(("open", "approved")),
        questions.c.id != question.id,
    )
    values = {
        "id": question.id,
        "release": question.release,
        "kind": question.kind,
        "next_segment": next_segment,
        "digest": question.digest,
        "terms": _TERMS.dump_python(question.terms, mode="json"),
        "state": question.state,
        "asked": question.asked,
        "expires": question.expires,
    }
    connection.execute(insert(questions).values(**values).on_conflict_do_nothing())


def void_open(connection: sa.Connection, release: str, why: str, now: str) -> None:
    """Close what is open of the release, because what it asks is no longer what would happen."""
    of_it = questions.c.release == release
    _void(connection, why, now, of_it, questions.c.state == "open")


def void_approved(connection: sa.Connection, release: str, kind: str, why: str, now: str) -> None:
    """Take back an approval that does not hold any more."""
    of_it = questions.c.release == release
    _void(connection, why, now, of_it, questions.c.kind == kind, questions.c.state == "approved")


def _void(
    connection: sa.Connection, why: str, now: str, *conditions: sa.ColumnElement[bool]
) -> None:
    decided = sa.func.coalesce(questions.c.decided, now)
    values = {"state": "void", "why": why, "decided": decided}
    connection.execute(sa.update(questions).where(*conditions).values(**values))


def get(connection: sa.Connection, question: str) -> Question:
    """A question with its votes. Raises `errors.BadInput` for an unknown id, whatever is in it."""
    found = _found(connection, questions.c.id == question) if _ID.fullmatch(question) else ()
    if not found:
        raise errors.BadInput(
            "This approval is not known here.", "Use the buttons of the newest message."
        )
    return found[0]


def of_release(connection: sa.Connection, release: str) -> tuple[Question, ...]:
    """All questions of a release, oldest first."""
    return _found(connection, questions.c.release == release)


def open_now(connection: sa.Connection, only: str = "") -> tuple[Question, ...]:
    """What waits for people, oldest first; `only` the question of that id, if it does."""
    wanted = [questions.c.id == only] if only else []
    return _found(connection, questions.c.state == "open", *wanted)


def each_open(
    connection: sa.Connection, work: Callable[[Question], None], only: str = ""
) -> tuple[str, ...]:
    """Do this for whatever waits for people; one release that is unreadable stops no other.

    With `only`, do it for the question of that id alone. Tells the ids of the releases of which
    something stored cannot be read; nothing is done there.
    """
    unreadable = []
    for question in open_now(connection, only):
        try:
            with connection.begin_nested():
                work(question)
        except (errors.Failed, ValueError):  # a plan of another shape, or no JSON at all
            unreadable.append(question.release)
    return tuple(unreadable)


def next_segment(connection: sa.Connection, question: str) -> str:
    """The segment that an approval of the question starts."""
    found = sa.select(questions.c.next_segment).where(questions.c.id == question)
    return str(connection.execute(found).scalar_one())


def add_vote(connection: sa.Connection, question: str, vote: Vote) -> None:
    """Store one person's vote; the primary key lets each person in once."""
    values = dataclasses.asdict(vote)
    del values["typed"]  # judged once; the audit keeps it
    connection.execute(sa.insert(votes).values(question=question, **values))


def remove_vote(connection: sa.Connection, question: str, person: str) -> None:
    """Forget a vote that does not count any more, so that the person may vote anew."""
    connection.execute(sa.delete(votes).filter_by(question=question, person=person))


def decide(connection: sa.Connection, question: str, state: str, when: str, why: str = "") -> bool:
    """Close an open question, compare-and-set; False when it was closed already."""
    result = connection.execute(
        sa.update(questions)
        .where(questions.c.id == question, questions.c.state == "open")
        .values(state=state, decided=when, why=why)
    )
    return result.rowcount == 1


def count_reminder(connection: sa.Connection, question: Question, reminders: int) -> bool:
    """Note that so many reminders were sent, compare-and-set; False where somebody else did."""
    changes.touch(connection, question.release)
    result = connection.execute(
        sa.update(questions)
        .where(questions.c.id == question.id, questions.c.reminders == question.reminders)
        .values(reminders=reminders)
    )
    return result.rowcount == 1


def open_times(connection: sa.Connection, release: str) -> list[tuple[str, str | None]]:
    """When each question was asked and decided: the time that the release waited for people."""
    rows = connection.execute(
        sa.select(questions.c.asked, questions.c.decided).where(questions.c.release == release)
    )
    return [(row.asked, row.decided) for row in rows]


def _found(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> tuple[Question, ...]:
    rows = connection.execute(
        sa.select(questions).where(*conditions).order_by(questions.c.asked)
    ).all()
    return tuple(_question(connection, row) for row in rows)


def _question(connection: sa.Connection, row: "sa.Row[tuple[object, ...]]") -> Question:
    given = connection.execute(
        sa.select(votes).where(votes.c.question == row.id).order_by(votes.c.time, votes.c.person)
    )
    return Question(
        id=row.id,
        release=row.release,
        kind=row.kind,
        digest=row.digest,
        terms=_TERMS.validate_python(row.terms),
        asked=row.asked,
        expires=row.expires,
        state=row.state,
        decided=row.decided or "",
        why=row.why,
        reminders=row.reminders,
        votes=tuple(
            Vote(person=v.person, answer=v.answer, time=v.time, reason=v.reason, account=v.account)
            for v in given
        ),
    )
