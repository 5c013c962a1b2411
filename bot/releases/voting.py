"""Voting: one transaction judges the vote, counts it, and records what it decides."""

import sqlalchemy as sa

from bot import errors
from bot.domain import approval
from bot.domain.approval import Circle, Question, Tally, Vote
from bot.releases import (
    approved,
    audit,
    ending,
    ledger_rows,
    question_rows,
    release_rows,
    segment_rows,
)

EXPIRED = errors.Refused(
    "Nobody decided in time, so the question expired.",
    "Start the release again when its approvers have time.",
    reason="expired",
)


def cast(
    connection: sa.Connection, question_id: str, vote: Vote, roles: dict[str, frozenset[str]]
) -> Tally:
    """Take a vote and tell the tally. Raises `errors.Refused` for one that must not count."""
    question = question_rows.get(connection, question_id)
    plan = release_rows.plan_of(connection, question.release)
    circle = Circle(requester=plan.requester, roles=roles)
    digest = approved.digest_now(plan, ledger_rows.load(connection, plan.release))
    approval.check_vote(question, vote, digest, circle)
    question_rows.add_vote(connection, question_id, vote)
    _audit(connection, question, vote)
    tally = approval.tally(question_rows.get(connection, question_id), circle, vote.time)
    if tally.state != "open":
        close(connection, question, tally.state, vote.time, vote)
    return tally


def close(
    connection: sa.Connection, question: Question, state: str, now: str, vote: Vote | None = None
) -> None:
    """Decide the question, once, and record what that means for its release."""
    if not question_rows.decide(connection, question.id, state, now):
        return
    if state == "approved":
        following = question_rows.next_segment(connection, question.id)
        segment_rows.schedule(connection, question.release, following, now)
        release_rows.set_values(connection, question.release, state="running")
        return
    ended = _rejected(vote) if state == "rejected" and vote else EXPIRED
    half_public = ending.may_be_public(connection, question.release)
    release_rows.set_values(
        connection,
        question.release,
        state="failed" if half_public else "cancelled",
        error=ended.to_json(),
    )
    if not half_public:
        ending.give_up(connection, question.release, now)
    audit.append(
        connection,
        time=now,
        actor="releasebot",
        action=state,
        release=question.release,
        data={"question": question.id, "half_public": half_public},
    )


def _rejected(vote: Vote) -> errors.Refused:
    reason = f": {vote.reason}" if vote.reason else "."
    return errors.Refused(
        f"{vote.person} rejected this release{reason}",
        "Mend it, then start the release again.",
        reason="rejected",
    )


def _audit(connection: sa.Connection, question: Question, vote: Vote) -> None:
    audit.append(
        connection,
        time=vote.time,
        actor=vote.person,
        action=vote.answer,
        release=question.release,
        data={
            "question": question.id,
            "digest": question.digest,
            "account": vote.account,
            "reason": vote.reason,
        },
    )
