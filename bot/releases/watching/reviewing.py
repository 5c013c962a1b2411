"""Reviewing what waits for people: it must still be what the operator wants, and from whom."""

import logging
from collections.abc import Mapping

import sqlalchemy as sa

from bot import errors
from bot.domain.approvals import approval, policy
from bot.domain.approvals.approval import CountedVote, Question, Vote
from bot.domain.approvals.policy import Circle
from bot.domain.plans.plan import Plan
from bot.releases import audit
from bot.releases.controls import ending, revising, voting
from bot.releases.project import Project
from bot.releases.running import approved
from bot.releases.storage import question_rows, release_rows

logger = logging.getLogger(__name__)

Roles = dict[str, frozenset[str]]


def review(
    connection: sa.Connection,
    projects: Mapping[str, Project],
    roles: Roles,
    now: str,
    only: str = "",
) -> None:
    """Void what the operator's settings have overtaken: open questions, and votes without a role.

    Whatever is void is asked anew. To be called when the bot starts, and before a vote is taken or
    judged: then for the question of that id `only`.
    """

    def review_one(question: Question) -> None:
        plan = release_rows.plan_of(connection, question.release)
        chosen = projects.get(plan.project)
        changed = approved.changed_settings(plan, chosen.rules) if chosen else ""
        if changed:
            _void(connection, question, changed, now)
        else:
            _void_votes(connection, question, plan, roles, now)

    for release in question_rows.each_open(connection, review_one, only):
        logger.error("what is stored of release %s cannot be read; it waits for ever", release)


def cast(
    connection: sa.Connection,
    projects: Mapping[str, Project],
    question: str,
    vote: Vote,
    roles: Roles,
    *,
    may_decide: bool,
) -> CountedVote | errors.ReleasebotError:
    """Review a question and take a vote on it, in one transaction.

    A vote that must not count is returned as its error, so that what the review found stays.
    """
    try:
        asked = question_rows.get(connection, question)
        review(connection, projects, roles, vote.time, asked.id)
        with connection.begin_nested():
            tally = voting.cast(connection, question, vote, roles, may_decide=may_decide)
    except errors.ReleasebotError as refused:
        return refused
    return CountedVote(
        tally=tally,
        release=asked.release,
        kind=asked.kind,
        held=release_rows.get(connection, asked.release).held,
        event=audit.newest(connection, asked.release),
    )


def _void(connection: sa.Connection, question: Question, why: str, now: str) -> None:
    if not ending.may_be_public(connection, question.release):
        revising.replan(connection, question.release, why, now)
        return
    question_rows.void_open(connection, question.release, why, now)
    voting.record(connection, now, audit.BOT, "void", question, why=why)
    error = approved.overtaken(why, "Put the settings back as they were, then retry.")
    voting.fail(connection, question, error.to_json(), now)


def _void_votes(
    connection: sa.Connection, question: Question, plan: Plan, roles: Roles, now: str
) -> None:
    circle = Circle(requester=plan.requester, roles=roles)
    voters = policy.electorate(question.terms.policy, circle)
    for vote in question.votes:
        if vote.person not in voters:
            question_rows.remove_vote(connection, question.id, vote.person)
            voting.record(connection, now, audit.BOT, "vote_void", question, person=vote.person)
    counted = question_rows.get(connection, question.id)
    is_lost = revising.is_lost(release_rows.get(connection, question.release))
    is_enough = approval.tally(counted, circle, now).state == "approved"
    if is_enough and not is_lost:  # by a role that somebody got
        voting.close(connection, counted, "approved", now)
