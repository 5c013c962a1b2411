"""Approval: policies as values that combine, votes, and the tally that decides.

A policy is satisfied by a set of distinct persons who said yes. An empty combination is an error,
never a pass. Persons are the operator's configured identities, whatever door they came through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot import errors


@dataclass(frozen=True, slots=True)
class MinimumVotes:
    """So many distinct persons of a role."""

    count: int
    role: str
    kind: Literal["minimum_votes"] = "minimum_votes"

    def __post_init__(self) -> None:
        """Zero votes would be no approval at all."""
        if self.count < 1:
            raise errors.BadConfiguration(
                f"An approval with {self.count} votes is no approval.", "Ask for one vote or more."
            )


@dataclass(frozen=True, slots=True)
class NotTheRequester:
    """The inner policy, in which the vote of whoever asked for the release does not count."""

    policy: "Policy"
    kind: Literal["not_the_requester"] = "not_the_requester"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these policies must be satisfied."""

    policies: tuple["Policy", ...]
    kind: Literal["all_of"] = "all_of"

    def __post_init__(self) -> None:
        """All of nothing would pass everybody."""
        _refuse_empty(self.policies)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these policies must be satisfied."""

    policies: tuple["Policy", ...]
    kind: Literal["any_of"] = "any_of"

    def __post_init__(self) -> None:
        """Any of nothing is a mistake, not a policy."""
        _refuse_empty(self.policies)


Policy = MinimumVotes | NotTheRequester | AllOf | AnyOf


def _refuse_empty(policies: tuple[Policy, ...]) -> None:
    if not policies:
        raise errors.BadConfiguration(
            "An approval policy is empty.", "Name at least one role and a number of votes."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a question asks for: the policy, and how long the question stays open."""

    policy: Policy
    expires_hours: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Who is who for one question: the requester, and the persons of each role at this moment."""

    requester: str
    roles: Mapping[str, frozenset[str]]

    def members(self, role: str) -> frozenset[str]:
        """The persons who have the role now; nobody for a role that is not configured."""
        return self.roles.get(role, frozenset())


Answer = Literal["approve", "reject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One person's answer to one question, by the identity that the operator configured."""

    person: str
    answer: Answer
    time: str
    reason: str = ""
    account: str = ""  # the door it came through: "local:alice", "slack:T1/U2"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the votes amount to now; `awaits` are the persons whose yes would still help."""

    state: QuestionState
    counted: tuple[str, ...]
    needed: int
    awaits: tuple[str, ...]


def is_satisfied(policy: Policy, yes: frozenset[str], circle: Circle) -> bool:
    """Whether these persons' yes is enough."""
    match policy:
        case MinimumVotes(count, role):
            return len(yes & circle.members(role)) >= count
        case NotTheRequester(inner):
            return is_satisfied(inner, yes - {circle.requester}, circle)
        case AllOf(policies):
            return all(is_satisfied(each, yes, circle) for each in policies)
        case AnyOf(policies):
            return any(is_satisfied(each, yes, circle) for each in policies)


def electorate(policy: Policy, circle: Circle) -> frozenset[str]:
    """Everybody whose vote the policy would count."""
    match policy:
        case MinimumVotes(_, role):
            return circle.members(role)
        case NotTheRequester(inner):
            return electorate(inner, circle) - {circle.requester}
        case AllOf(policies) | AnyOf(policies):
            return frozenset().union(*(electorate(each, circle) for each in policies))


def votes_needed(policy: Policy) -> int:
    """The fewest distinct persons who can satisfy the policy."""
    match policy:
        case MinimumVotes(count, _):
            return count
        case NotTheRequester(inner):
            return votes_needed(inner)
        case AllOf(policies):
            return max(votes_needed(each) for each in policies)
        case AnyOf(policies):
            return min(votes_needed(each) for each in policies)


def tally(question: Question, circle: Circle, now: str) -> Tally:
    """Count the votes of persons who may vote at this moment; a withdrawn role voids its vote."""
    policy = question.terms.policy
    voters = electorate(policy, circle)
    yes = frozenset(v.person for v in question.votes if v.answer == "approve") & voters
    return Tally(
        state=_state(question, yes, circle, now),
        counted=tuple(sorted(yes)),
        needed=votes_needed(policy),
        awaits=tuple(sorted(voters - yes)),
    )


def _state(question: Question, yes: frozenset[str], circle: Circle, now: str) -> QuestionState:
    if question.state != "open":
        return question.state
    rejections = {v.person for v in question.votes if v.answer == "reject"}
    if rejections & electorate(question.terms.policy, circle):
        return "rejected"
    if now >= question.expires:
        return "expired"
    return "approved" if is_satisfied(question.terms.policy, yes, circle) else "open"


def check_vote(question: Question, vote: Vote, digest: str, circle: Circle) -> None:
    """Refuse a vote that must not count: closed, expired, other digest, not this person, twice.

    `digest` is that of the release at this moment. Raises `errors.Refused` with the reason code.
    """
    if question.state != "open":
        raise errors.Refused(
            f"This question is closed: it is {question.state}.",
            "Look at the release's status.",
            reason="expired" if question.state == "expired" else "question_closed",
        )
    if vote.time >= question.expires:
        raise errors.Refused(
            f"This question expired at {question.expires}.",
            "Start the release again when its approvers have time.",
            reason="expired",
        )
    if digest != question.digest:
        raise errors.Refused(
            "The release has changed since this approval was asked for.",
            "Look at the new plan and vote on the new question.",
            reason="digest_changed",
        )
    _check_person(question, vote, circle)


def _check_person(question: Question, vote: Vote, circle: Circle) -> None:
    if vote.person not in electorate(question.terms.policy, circle):
        own = vote.person == circle.requester
        raise errors.Refused(
            "You asked for this release, so somebody else has to approve it."
            if own
            else f"{vote.person} may not vote on this question.",
            f"It waits for {', '.join(sorted(electorate(question.terms.policy, circle)))}.",
            reason="own_release" if own else "not_allowed",
        )
    if any(earlier.person == vote.person for earlier in question.votes):
        raise errors.Refused(
            f"{vote.person} has already voted on this question.",
            "Each person counts once, whatever account is used.",
            reason="already_voted",
        )
