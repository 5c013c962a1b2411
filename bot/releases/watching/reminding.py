"""Reminding: those for whom a question waits hear of it at half and at most of its life."""

import sqlalchemy as sa

from bot.domain import moments
from bot.domain.approvals import approval
from bot.domain.approvals.approval import Question
from bot.domain.approvals.policy import Circle
from bot.releases import audit
from bot.releases.controls import voting
from bot.releases.storage import question_rows, release_rows

PARTS = ((0.5, "half"), (0.9, "most"))  # of a question's life


def remind(connection: sa.Connection, roles: dict[str, frozenset[str]], now: str) -> None:
    """Record the reminders that are due, each once; of those that were missed only the last."""

    def remind_one(question: Question) -> None:
        due = _due(question, now)
        if due > question.reminders and question_rows.count_reminder(connection, question, due):
            data = {
                "part": PARTS[due - 1][1],
                "awaits": _awaits(connection, question, roles, now),
                "expires": question.expires,
            }
            voting.record(connection, now, audit.BOT, "reminded", question, **data)

    question_rows.each_open(connection, remind_one)


def _due(question: Question, now: str) -> int:
    """How many reminders a question of this age has had."""
    age = moments.seconds_between(question.asked, now)
    life = moments.seconds_between(question.asked, question.expires)
    return sum(age >= part * life for part, _ in PARTS)


def _awaits(
    connection: sa.Connection, question: Question, roles: dict[str, frozenset[str]], now: str
) -> list[str]:
    requester = release_rows.get(connection, question.release).requester
    circle = Circle(requester=requester, roles=roles)
    return list(approval.tally(question, circle, now).awaits)
