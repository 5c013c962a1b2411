"""Approval: what satisfies a policy, who may vote, and what votes amount to."""

from dataclasses import replace

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain import approval
from bot.domain.approval import (
    AllOf,
    AnyOf,
    Circle,
    MinimumVotes,
    NotTheRequester,
    Policy,
    Question,
    Terms,
    Vote,
)

PEOPLE = ("alice", "bob", "carol", "dave")
ROLES = {
    "approver": frozenset({"alice", "bob", "carol"}),
    "security": frozenset({"bob", "dave"}),
}
CIRCLE = Circle(requester="alice", roles=ROLES)
ONE = MinimumVotes(1, "approver")
TWO = MinimumVotes(2, "approver")
SECURITY = MinimumVotes(1, "security")
NOW, LATER, TOO_LATE = (f"2026-03-0{day}T00:00:00.000Z" for day in (4, 5, 6))

people = st.frozensets(st.sampled_from(PEOPLE))
policies: st.SearchStrategy[Policy] = st.recursive(
    st.builds(MinimumVotes, st.integers(1, 4), st.sampled_from(("approver", "security", "nobody"))),
    lambda inner: st.one_of(
        st.builds(NotTheRequester, inner),
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
circles = st.builds(
    Circle,
    requester=st.sampled_from(PEOPLE),
    roles=st.dictionaries(st.sampled_from(("approver", "security")), people),
)


def _question(policy: Policy = TWO, *votes: Vote) -> Question:
    return Question(
        id="q",
        release="r",
        kind="publish",
        digest="sha256:1",
        terms=Terms(policy=policy),
        asked=NOW,
        expires=LATER,
        votes=votes,
    )


def _yes(person: str, time: str = NOW) -> Vote:
    return Vote(person=person, answer="approve", time=time)


def _no(person: str) -> Vote:
    return Vote(person=person, answer="reject", time=NOW)


@pytest.mark.parametrize(
    ("policy", "enough", "too_few"),
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
    ],
)
def test_what_satisfies_a_policy(policy: Policy, enough: list[str], too_few: list[str]) -> None:
    """Persons by role; one person may stand for two roles, never for two votes of one."""
    for names in (*enough, *too_few):
        persons = frozenset(names.split())
        assert approval.is_satisfied(policy, persons, CIRCLE) == (names in enough), names


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
def test_fewer_persons_than_needed_are_never_enough(
    policy: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """Whatever the policy: each person counts once."""
    if approval.is_satisfied(policy, yes, circle):
        assert len(yes) >= approval.votes_needed(policy) >= 1


@given(policies, people, circles)
def test_only_the_electorate_counts(policy: Policy, yes: frozenset[str], circle: Circle) -> None:
    """A yes of anybody else changes nothing."""
    counted = yes & approval.electorate(policy, circle)
    assert approval.is_satisfied(policy, yes, circle) == approval.is_satisfied(
        policy, counted, circle
    )


@given(policies, people, people, circles)
def test_one_more_yes_never_harms(
    policy: Policy, yes: frozenset[str], more: frozenset[str], circle: Circle
) -> None:
    """Who asks for more votes cannot make a satisfied policy unsatisfied."""
    if approval.is_satisfied(policy, yes, circle):
        assert approval.is_satisfied(policy, yes | more, circle)


@given(policies, people, circles)
def test_the_requester_never_counts_where_that_is_the_policy(
    policy: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """However the inner policy is built."""
    guarded = NotTheRequester(policy)
    assert circle.requester not in approval.electorate(guarded, circle)
    assert approval.is_satisfied(guarded, yes | {circle.requester}, circle) == (
        approval.is_satisfied(guarded, yes - {circle.requester}, circle)
    )


@given(policies, people, circles)
def test_those_who_are_awaited_are_enough_if_anybody_is(
    policy: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """The card names everybody whose yes would help, and nobody else."""
    question = _question(policy, *(_yes(person) for person in sorted(yes)))
    counted = approval.tally(question, circle, NOW)
    everybody = frozenset(counted.counted) | frozenset(counted.awaits)

    assert everybody == approval.electorate(policy, circle)
    assert frozenset(counted.counted) <= yes
    assert approval.is_satisfied(policy, everybody, circle) == approval.is_satisfied(
        policy, frozenset(PEOPLE), circle
    )


@pytest.mark.parametrize(
    ("votes", "now", "state"),
    [
        ([], NOW, "open"),
        ([_yes("bob")], NOW, "open"),
        ([_yes("bob"), _yes("carol")], NOW, "approved"),
        ([_yes("bob"), _yes("bob")], NOW, "open"),
        ([_yes("bob"), _yes("dave")], NOW, "open"),
        ([_yes("bob"), _yes("carol"), _no("alice")], NOW, "rejected"),
        ([_no("dave"), _yes("bob"), _yes("carol")], NOW, "approved"),
        ([_no("bob")], TOO_LATE, "rejected"),
        ([], LATER, "expired"),
        ([_yes("bob"), _yes("carol")], LATER, "expired"),
    ],
)
def test_what_votes_amount_to(votes: list[Vote], now: str, state: str) -> None:
    """A no of somebody who may vote wins; the last moment is too late."""
    assert approval.tally(_question(TWO, *votes), CIRCLE, now).state == state


@pytest.mark.parametrize("state", ["approved", "rejected", "expired", "void"])
def test_a_closed_question_stays_as_it_is(state: str) -> None:
    """Whatever roles, time and votes say later."""
    question = replace(_question(TWO, _no("bob")), state=state)  # type: ignore[arg-type]  # of the table

    assert approval.tally(question, CIRCLE, TOO_LATE).state == state


def test_a_withdrawn_role_takes_its_votes_along() -> None:
    """Both a yes and a no of somebody who may not vote any more."""
    without_bob = replace(CIRCLE, roles={"approver": frozenset({"alice", "carol"})})
    for vote in (_yes("bob"), _no("bob")):
        counted = approval.tally(_question(TWO, vote), without_bob, NOW)
        assert (counted.state, counted.counted, counted.awaits) == ("open", (), ("alice", "carol"))


@pytest.mark.parametrize(
    ("question", "vote", "digest", "reason"),
    [
        (_question(), _yes("bob"), "sha256:1", None),
        (_question(TWO, _yes("carol")), _yes("bob"), "sha256:1", None),
        (_question(NotTheRequester(TWO)), _yes("alice"), "sha256:1", "own_release"),
        (_question(), _yes("dave"), "sha256:1", "not_allowed"),
        (_question(), _no("dave"), "sha256:1", "not_allowed"),
        (_question(TWO, _yes("bob")), _yes("bob"), "sha256:1", "already_voted"),
        (_question(TWO, _yes("bob")), _no("bob"), "sha256:1", "already_voted"),
        (_question(), _yes("bob"), "sha256:2", "digest_changed"),
        (_question(), _yes("bob", LATER), "sha256:1", "expired"),
        (replace(_question(), state="approved"), _yes("bob"), "sha256:1", "question_closed"),
        (replace(_question(), state="rejected"), _yes("bob"), "sha256:1", "question_closed"),
        (replace(_question(), state="void"), _yes("bob"), "sha256:1", "question_closed"),
        (replace(_question(), state="expired"), _yes("bob"), "sha256:1", "expired"),
    ],
)
def test_which_vote_must_not_count(
    question: Question, vote: Vote, digest: str, reason: str | None
) -> None:
    """The reason code tells scripts, the sentences tell people."""
    if reason is None:
        approval.check_vote(question, vote, digest, CIRCLE)
        return
    with pytest.raises(errors.Refused) as caught:
        approval.check_vote(question, vote, digest, CIRCLE)
    assert caught.value.reason == reason
    assert caught.value.next_step


@given(policies)
def test_terms_survive_storage(policy: Policy) -> None:
    """A policy read from the database is the policy that was stored."""
    stored = pydantic.TypeAdapter(Terms)
    terms = Terms(policy=policy, expires_hours=1.5)

    assert stored.validate_json(stored.dump_json(terms)) == terms
