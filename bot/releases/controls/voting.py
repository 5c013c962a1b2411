"""Voting: one transaction judges the vote, counts it, and records what it decides."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain import foreign_text, phrases
from bot.domain.approvals import approval, judging, policy, question_words
from bot.domain.approvals.approval import Question, QuestionState, Tally, Vote
from bot.domain.approvals.policy import Circle
from bot.domain.conversation import reasons
from bot.domain.plans import stage_facts
from bot.releases import audit
from bot.releases.controls import cancelling, ending, revising
from bot.releases.running import approved
from bot.releases.storage import ledger_rows, question_rows, release_rows, segment_rows

LONGEST_ACCOUNT = 200
Json = dict[str, Any]
Roles = dict[str, frozenset[str]]


def cast(
    connection: sa.Connection,
    question_id: str,
    vote: Vote,
    roles: Roles,
    *,
    may_decide: bool = True,
) -> Tally:
    """Take a vote and tell the tally. Raises `errors.Refused` for one that must not count.

    `may_decide` False: its person was not told that this vote decides, so it must not.
    """
    question = question_rows.get(connection, question_id)
    _check_release(connection, question)
    plan = release_rows.plan_of(connection, question.release)
    circle = Circle(requester=plan.requester, roles=roles)
    digest = approved.digest_now(connection, plan, ledger_rows.load(connection, plan.release))
    judging.check_vote(question, vote, digest, plan.version, circle)
    if vote.answer == "approve":
        row = release_rows.get(connection, question.release)
        revising.check_branch(row)
        if approval.decides(question, vote.person, circle):
            revising.check_branch_is_decided(row)
    if not may_decide:
        judging.check_undecided(question, vote, circle)
    vote = _written_down(vote)
    question_rows.add_vote(connection, question_id, vote)
    _audit_vote(connection, question, vote, circle)
    question = question_rows.get(connection, question_id)
    tally = approval.tally(question, circle, vote.time)
    if tally.state != "open":
        close(connection, question, tally.state, vote.time)
    return tally


def withdraw(
    connection: sa.Connection, question_id: str, person: str, roles: Roles, now: str
) -> Tally:
    """Take a vote back. Raises `errors.Refused` where there is none, or it has decided already."""
    question = question_rows.get(connection, question_id)
    _check_release(connection, question)
    judging.check_withdrawal(question, person, now)
    question_rows.remove_vote(connection, question_id, person)
    record(connection, now, person, "withdrew", question)
    requester = release_rows.get(connection, question.release).requester
    circle = Circle(requester=requester, roles=roles)
    return approval.tally(question_rows.get(connection, question_id), circle, now)


def close(connection: sa.Connection, question: Question, state: QuestionState, now: str) -> None:
    """Decide the question, once, and record what that means for its release."""
    requester = release_rows.get(connection, question.release).requester
    why = judging.why_closed(question, state, requester, now)
    if not question_rows.decide(connection, question.id, state, now, why):
        return
    half_public = ending.may_be_public(connection, question.release)
    record(connection, now, audit.BOT, state, question, why=why, half_public=half_public)
    if state == "approved":
        following = question_rows.next_segment(connection, question.id)
        segment_rows.schedule(connection, question.release, following, now)
        release_rows.set_values(connection, question.release, state="running")
        return
    error = _stopped(question, state, half_public=half_public).to_json()
    if half_public:
        fail(connection, question, error, now)
    else:
        cancelling.end(connection, question.release, error, now)


def fail(connection: sa.Connection, question: Question, error: Json, now: str) -> None:
    """Stop a release that cannot be taken back; a retry asks the question anew."""
    following = question_rows.next_segment(connection, question.id)
    stopped = segment_rows.schedule(connection, question.release, following, now)
    segment_rows.end(connection, stopped, "failed")
    release_rows.set_values(connection, question.release, state="failed", error=error)


def _check_release(connection: sa.Connection, question: Question) -> None:
    """Tell who gave the release up, where that is why its question is void."""
    if question.state == "void":
        ending.still_open(connection, question.release)


def _written_down(vote: Vote) -> Vote:
    """What people and platforms said, as one line that can be stored and shown."""
    return dataclasses.replace(
        vote,
        reason=reasons.one_line(vote.reason),
        account=foreign_text.printable(vote.account, LONGEST_ACCOUNT),
    )


def _stopped(question: Question, state: str, *, half_public: bool) -> errors.Refused:
    again = "Retry to ask again" if half_public else "Start the release again"
    can_skip = half_public and question.kind in stage_facts.SKIPPABLE
    without = f", or end without it: skip {question.kind} REASON" if can_skip else ""
    if state == "expired":
        return errors.Refused(
            "Nobody decided in time, so the question expired.",
            f"{again} when its approvers have time{without}.",
            reason="expired",
        )
    vote = question.rejection()
    return errors.Refused(
        f"{vote.person} rejected {question_words.of_kind(question.kind).what}"
        f"{phrases.because(vote.reason)}",
        f"{again} when that is mended{without}.",
        reason="rejected",
    )


def _audit_vote(connection: sa.Connection, question: Question, vote: Vote, circle: Circle) -> None:
    alone = vote.person == circle.requester and policy.needs_typing(question.terms.policy)
    record(
        connection,
        vote.time,
        vote.person,
        vote.answer,
        question,
        digest=question.digest,
        account=vote.account,
        reason=vote.reason,
        solo=alone and vote.answer == "approve",
    )


def record(
    connection: sa.Connection,
    time: str,
    actor: str,
    action: str,
    question: Question,
    **data: object,
) -> None:
    """Tell in the audit what happened to a question."""
    audit.append(
        connection,
        time=time,
        actor=actor,
        action=action,
        release=question.release,
        data={"question": question.id, **data},
    )
