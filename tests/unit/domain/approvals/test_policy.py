"""Policy: whose yes is enough, who may vote, and who is still waited for."""

import pydantic
import pytest
from hypothesis import given

from bot import errors
from bot.domain.approvals import policy
from bot.domain.approvals.policy import (
    AllOf,
    AnyOf,
    Circle,
    MinimumVotes,
    NotTheRequester,
    Policy,
    RequesterAlone,
    Terms,
)
from tests.unit.domain.approvals.policies import (
    ALONE,
    CIRCLE,
    ONE,
    PEOPLE,
    SECURITY,
    TWO,
    circles,
    people,
    policies,
    policies_of_votes,
)


@pytest.mark.parametrize(
    ("asked", "enough", "too_few"),
    [
        (ONE, ["alice", "carol"], ["", "dave"]),
        (TWO, ["alice bob", "bob carol dave"], ["bob", "bob dave"]),
        (NotTheRequester(ONE), ["bob", "alice bob"], ["alice", "alice dave"]),
        (NotTheRequester(TWO), ["bob carol"], ["alice bob"]),
        (AllOf((ONE, SECURITY)), ["bob", "alice dave"], ["alice carol", "dave"]),
        (AllOf((TWO, SECURITY)), ["alice carol dave", "bob carol"], ["bob", "alice carol"]),
        (AnyOf((TWO, SECURITY)), ["dave", "alice carol"], ["alice", ""]),
        (NotTheRequester(AnyOf((ONE, SECURITY))), ["dave", "carol"], ["alice"]),
        (MinimumVotes(1, "nobody"), [], ["alice bob carol dave"]),
        (ALONE, ["alice", "alice bob"], ["", "bob carol dave"]),
        (AnyOf((NotTheRequester(TWO), ALONE)), ["alice", "bob carol"], ["bob", "bob dave"]),
        (AllOf((ALONE, SECURITY)), ["alice dave"], ["alice", "dave"]),
        (RequesterAlone("security"), [], ["alice bob carol dave"]),
        (NotTheRequester(ALONE), [], ["alice bob carol dave"]),
    ],
)
def test_what_satisfies_a_policy(asked: Policy, enough: list[str], too_few: list[str]) -> None:
    """Persons by role; one person may stand for two roles, never for two votes of one."""
    for names in (*enough, *too_few):
        persons = frozenset(names.split())
        assert policy.is_satisfied(asked, persons, CIRCLE) == (names in enough), names


@pytest.mark.parametrize("combine", [AllOf, AnyOf])
def test_an_empty_combination_is_refused(combine: type[AllOf | AnyOf]) -> None:
    """All of nothing would let everybody pass."""
    with pytest.raises(errors.BadConfiguration, match="policy is empty"):
        combine(())


@pytest.mark.parametrize("count", [0, -1])
def test_no_votes_are_no_approval(count: int) -> None:
    """At least one person must say yes."""
    with pytest.raises(errors.BadConfiguration, match="no approval"):
        MinimumVotes(count, "approver")


@given(policies, people, circles)
def test_nothing_is_missing_exactly_where_it_is_enough(
    asked: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """And nobody is waited for any more."""
    is_enough = policy.is_satisfied(asked, yes, circle)

    assert (policy.missing(asked, yes, circle) == 0) == is_enough
    assert not (policy.awaited(asked, yes, circle) and is_enough)


@given(policies_of_votes, people, people, circles)
def test_fewer_than_are_missing_are_never_enough(
    asked: Policy, yes: frozenset[str], more: frozenset[str], circle: Circle
) -> None:
    """Whatever the policy: each person counts once."""
    if policy.is_satisfied(asked, yes | more, circle):
        assert len(more - yes) >= policy.missing(asked, yes, circle)


@pytest.mark.parametrize(
    ("asked", "yes", "missing", "awaited"),
    [
        (TWO, "", 2, "alice bob carol"),
        (TWO, "bob", 1, "alice carol"),
        (NotTheRequester(TWO), "alice bob", 1, "carol"),
        (AllOf((TWO, SECURITY)), "alice carol", 1, "bob dave"),
        (AllOf((ONE, SECURITY)), "carol", 1, "bob dave"),
        (AnyOf((TWO, SECURITY)), "carol", 1, "alice bob dave"),
        (AnyOf((NotTheRequester(TWO), ALONE)), "", 2, "alice bob carol"),
        (AnyOf((NotTheRequester(TWO), ALONE)), "bob", 1, "alice carol"),
        (AnyOf((NotTheRequester(TWO), ALONE)), "alice", 0, ""),
        (AllOf((ALONE, SECURITY)), "dave", 1, "alice"),
        (AnyOf((ALONE,)), "", 1, "alice"),
    ],
)
def test_who_is_missing(asked: Policy, yes: str, missing: int, awaited: str) -> None:
    """Only those whose yes helps; the way by votes is what is counted, where there is one."""
    said = frozenset(yes.split())

    assert policy.missing(asked, said, CIRCLE) == missing
    assert policy.awaited(asked, said, CIRCLE) == frozenset(awaited.split())


@given(policies, people, circles)
def test_those_who_are_waited_for_are_enough_if_anybody_is(
    asked: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """A card that names them names everybody who is needed, and nobody in vain."""
    awaited = policy.awaited(asked, yes, circle)

    assert awaited <= policy.electorate(asked, circle) - yes
    assert policy.is_satisfied(asked, yes | awaited, circle) == policy.is_satisfied(
        asked, frozenset(PEOPLE), circle
    )


@given(policies, people, circles)
def test_only_the_electorate_counts(asked: Policy, yes: frozenset[str], circle: Circle) -> None:
    """A yes of anybody else changes nothing."""
    counted = yes & policy.electorate(asked, circle)

    assert policy.is_satisfied(asked, yes, circle) == policy.is_satisfied(asked, counted, circle)


@given(policies, people, people, circles)
def test_one_more_yes_never_harms(
    asked: Policy, yes: frozenset[str], more: frozenset[str], circle: Circle
) -> None:
    """Who asks for more votes cannot make a satisfied policy unsatisfied."""
    if policy.is_satisfied(asked, yes, circle):
        assert policy.is_satisfied(asked, yes | more, circle)


@given(policies, people, circles)
def test_the_requester_never_counts_where_that_is_the_policy(
    asked: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """However the inner policy is built."""
    guarded = NotTheRequester(asked)

    assert circle.requester not in policy.electorate(guarded, circle)
    assert policy.is_satisfied(guarded, yes | {circle.requester}, circle) == (
        policy.is_satisfied(guarded, yes - {circle.requester}, circle)
    )


@given(policies_of_votes, circles)
def test_a_click_is_enough_where_nobody_confirms_alone(asked: Policy, circle: Circle) -> None:
    """Typing is asked for exactly where the requester's yes may stand for all."""
    assert not policy.needs_typing(asked)
    assert not policy.may_confirm_alone(asked, circle)
    assert policy.needs_typing(NotTheRequester(AllOf((AnyOf((asked, ALONE)),))))


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        (ALONE, True),
        (AnyOf((NotTheRequester(TWO), ALONE)), True),
        (AllOf((ALONE, SECURITY)), False),
        (RequesterAlone("security"), False),
        (NotTheRequester(ALONE), False),
        (ONE, False),
    ],
)
def test_who_may_confirm_alone(asked: Policy, *, alone: bool) -> None:
    """A requester of the role, whose yes needs no other beside it."""
    assert policy.may_confirm_alone(asked, CIRCLE) == alone


@given(policies)
def test_terms_survive_storage(asked: Policy) -> None:
    """A policy read from the database is the policy that was stored."""
    stored = pydantic.TypeAdapter(Terms)
    terms = Terms(policy=asked, expires_hours=1.5)

    assert stored.validate_json(stored.dump_json(terms)) == terms
