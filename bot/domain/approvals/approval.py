"""Approval: a question, the votes on it, and the tally that decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.domain.approvals import policy
from bot.domain.approvals.policy import Circle, Terms

Answer = Literal["approve", "reject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One person's answer to one question, by the identity that the operator configured."""

    person: str
    answer: Answer
    time: str
    reason: str = ""
    account: str = ""  # the door it came through: "local:alice", "slack:T1/U2"
    typed: str = ""  # the version, typed by a requester who confirms alone


QuestionState = Literal["open", "approved", "rejected", "expired", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request for approval, bound to the digest of what would be released."""

    id: str
    release: str
    kind: str
    digest: str
    terms: Terms
    asked: str
    expires: str  # RFC 3339 in UTC, so it compares as text
    state: QuestionState = "open"
    votes: tuple[Vote, ...] = field(default=())
    decided: str = ""  # when it was closed
    why: str = ""  # it was closed, in a sentence
    reminders: int = 0  # how many were sent

    def approvals(self) -> tuple[str, ...]:
        """Who said yes, in that order."""
        return tuple(vote.person for vote in self.votes if vote.answer == "approve")

    def rejection(self) -> Vote:
        """The no that stopped it; there is one in a question that was rejected."""
        return next(vote for vote in self.votes if vote.answer == "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the votes amount to now.

    `needed` persons in all are enough, at least; `awaits` are those whose yes would still help.
    """

    state: QuestionState
    counted: tuple[str, ...]
    needed: int
    awaits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedVote:
    """A vote that is stored, and what is told of it, all as of the moment when it was counted."""

    tally: Tally
    release: str
    kind: str  # of the question
    held: Mapping[str, Any] | None  # who holds the release, why, and since when
    event: int  # the number of the release's newest row of the audit


def tally(question: Question, circle: Circle, now: str) -> Tally:
    """Count the votes of persons who may vote at this moment; a withdrawn role voids its vote.

    A question that was closed keeps the votes that decided it.
    """
    asked = question.terms.policy
    yes = _yes(question, circle)
    state = _state(question, yes, circle, now)
    missing = 0 if state == "approved" else policy.missing(asked, yes, circle)
    return Tally(
        state=state,
        counted=tuple(sorted(yes)),
        needed=len(yes) + missing,
        awaits=tuple(sorted(policy.awaited(asked, yes, circle))) if state == "open" else (),
    )


def decides(question: Question, person: str, circle: Circle) -> bool:
    """Whether one more yes, that of this person, would be the last that is needed."""
    asked, yes = question.terms.policy, _yes(question, circle)
    is_awaited = question.state == "open" and person in policy.awaited(asked, yes, circle)
    return is_awaited and policy.is_satisfied(asked, yes | {person}, circle)


def _yes(question: Question, circle: Circle) -> frozenset[str]:
    said = frozenset(question.approvals())
    is_open = question.state == "open"
    return said & policy.electorate(question.terms.policy, circle) if is_open else said


def _state(question: Question, yes: frozenset[str], circle: Circle, now: str) -> QuestionState:
    if question.state != "open":
        return question.state
    rejections = {vote.person for vote in question.votes if vote.answer == "reject"}
    if rejections & policy.electorate(question.terms.policy, circle):
        return "rejected"
    if now >= question.expires:
        return "expired"
    return "approved" if policy.is_satisfied(question.terms.policy, yes, circle) else "open"
