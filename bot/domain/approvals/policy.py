"""Policy: whose yes is enough, as values that combine.

A policy is satisfied by a set of distinct persons who said yes. An empty combination is an error,
never a pass. Persons are the operator's configured identities, whatever door they came through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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
class RequesterAlone:
    """Whoever asked for the release, if of this role; a yes that is typed, never just clicked."""

    role: str
    kind: Literal["requester_alone"] = "requester_alone"


@dataclass(frozen=True, slots=True)
class NotTheRequester:
    """The inner policy, in which the vote of whoever asked for the release does not count."""

    policy: "Policy"
    kind: Literal["not_the_requester"] = "not_the_requester"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these policies must be satisfied; one person may stand for several of them."""

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


Policy = MinimumVotes | RequesterAlone | NotTheRequester | AllOf | AnyOf


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


Persons = frozenset[str]


def is_satisfied(policy: Policy, yes: Persons, circle: Circle) -> bool:
    """Whether these persons' yes is enough."""
    match policy:
        case MinimumVotes(count, role):
            return len(yes & circle.members(role)) >= count
        case RequesterAlone(role):
            return circle.requester in yes & circle.members(role)
        case NotTheRequester(inner):
            return is_satisfied(inner, yes - {circle.requester}, circle)
        case AllOf(policies):
            return all(is_satisfied(each, yes, circle) for each in policies)
        case AnyOf(policies):
            return any(is_satisfied(each, yes, circle) for each in policies)


def electorate(policy: Policy, circle: Circle) -> Persons:
    """Everybody whose vote the policy would count."""
    match policy:
        case MinimumVotes(_, role):
            return circle.members(role)
        case RequesterAlone(role):
            return circle.members(role) & {circle.requester}
        case NotTheRequester(inner):
            return electorate(inner, circle) - {circle.requester}
        case AllOf(policies) | AnyOf(policies):
            return frozenset().union(*(electorate(each, circle) for each in policies))


def awaited(policy: Policy, yes: Persons, circle: Circle) -> Persons:
    """Those whose yes would still help."""
    if is_satisfied(policy, yes, circle):
        return frozenset()
    match policy:
        case NotTheRequester(inner):
            return awaited(inner, yes - {circle.requester}, circle) - {circle.requester}
        case AllOf(policies) | AnyOf(policies):
            return frozenset().union(*(awaited(each, yes, circle) for each in policies))
        case _:
            return electorate(policy, circle) - yes


def missing(policy: Policy, yes: Persons, circle: Circle) -> int:
    """At least so many more persons are needed; 0 only if these are enough.

    Where the requester may also confirm alone, this counts the way by the votes of others.
    """
    if is_satisfied(policy, yes, circle):
        return 0
    match policy:
        case MinimumVotes(count, role):
            return count - len(yes & circle.members(role))
        case RequesterAlone():
            return 1
        case NotTheRequester(inner):
            return missing(inner, yes - {circle.requester}, circle)
        case AllOf(policies):
            return max(missing(each, yes, circle) for each in policies)
        case AnyOf(policies):
            by_others = [each for each in policies if not isinstance(each, RequesterAlone)]
            return min(missing(each, yes, circle) for each in by_others or policies)


def needs_typing(policy: Policy) -> bool:
    """Whether the requester's yes could count as that of `RequesterAlone`, so must be typed."""
    match policy:
        case MinimumVotes():
            return False
        case RequesterAlone():
            return True
        case NotTheRequester(inner):
            return needs_typing(inner)
        case AllOf(policies) | AnyOf(policies):
            return any(needs_typing(each) for each in policies)


def may_confirm_alone(policy: Policy, circle: Circle) -> bool:
    """Whether the requester's typed yes would be enough by itself."""
    return needs_typing(policy) and is_satisfied(policy, frozenset({circle.requester}), circle)
