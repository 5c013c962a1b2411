"""Questions and votes as rows; every vote is judged in the transaction that counts it."""

import dataclasses
import hashlib

import pydantic
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot import errors
from bot.domain.approval import Question, Terms, Vote
from bot.releases.tables import questions, votes

_TERMS = pydantic.TypeAdapter(Terms)


def question_id(release: str, kind: str, number: int) -> str:
    """An id without any authority in it; `number` counts the release's questions of this kind."""
    return hashlib.sha256(f"{release}\n{kind}\n{number}".encode()).hexdigest()[:16]


def ask(connection: sa.Connection, question: Question, next_segment: str) -> None:
    """Open the question; asking it again changes nothing. Older ones of its kind become void."""
    connection.execute(
        sa.update(questions)
        .where(
            questions.c.release == question.release,
            questions.c.kind == question.kind,
            questions.c.state.in_(("open", "approved")),
            questions.c.id != question.id,
        )
        .values(state="void")
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


def get(connection: sa.Connection, question: str) -> Question:
    """A question with its votes. Raises `errors.BadInput` for an unknown id."""
    row = connection.execute(sa.select(questions).where(questions.c.id == question)).first()
    if row is None:
        raise errors.BadInput(
            "This approval is not known here.", "Use the buttons of the newest message."
        )
    return _question(connection, row)


def of_release(connection: sa.Connection, release: str) -> tuple[Question, ...]:
    """All questions of a release, oldest first."""
    rows = connection.execute(
        sa.select(questions).where(questions.c.release == release).order_by(questions.c.asked)
    ).all()
    return tuple(_question(connection, row) for row in rows)


def next_segment(connection: sa.Connection, question: str) -> str:
    """The segment that an approval of the question starts."""
    found = sa.select(questions.c.next_segment).where(questions.c.id == question)
    return str(connection.execute(found).scalar_one())


def add_vote(connection: sa.Connection, question: str, vote: Vote) -> None:
    """Store one person's vote; the primary key lets each person in once."""
    connection.execute(sa.insert(votes).values(question=question, **dataclasses.asdict(vote)))


def decide(connection: sa.Connection, question: str, state: str, when: str) -> bool:
    """Close an open question, compare-and-set; False when it was closed already."""
    result = connection.execute(
        sa.update(questions)
        .where(questions.c.id == question, questions.c.state == "open")
        .values(state=state, decided=when)
    )
    return result.rowcount == 1


def overdue(connection: sa.Connection, now: str) -> tuple[Question, ...]:
    """Open questions whose time has run out."""
    rows = connection.execute(
        sa.select(questions).where(questions.c.state == "open", questions.c.expires <= now)
    ).all()
    return tuple(_question(connection, row) for row in rows)


def open_times(connection: sa.Connection, release: str) -> list[tuple[str, str | None]]:
    """When each question was asked and decided: the time that the release waited for people."""
    rows = connection.execute(
        sa.select(questions.c.asked, questions.c.decided).where(questions.c.release == release)
    )
    return [(row.asked, row.decided) for row in rows]


def _question(connection: sa.Connection, row: "sa.Row[tuple[object, ...]]") -> Question:
    given = connection.execute(
        sa.select(votes).where(votes.c.question == row.id).order_by(votes.c.time)
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
        votes=tuple(
            Vote(person=v.person, answer=v.answer, time=v.time, reason=v.reason, account=v.account)
            for v in given
        ),
    )
