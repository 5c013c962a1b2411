"""Approval: what votes amount to, and whose yes would be the last."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.approvals import approval, policy
from bot.domain.approvals.approval import Question, Vote
from bot.domain.approvals.policy import AllOf, AnyOf, Circle, NotTheRequester, Policy, Terms
from tests.unit.domain.approvals.policies import (
    ALONE,
    CIRCLE,
    SECURITY,
    TWO,
    circles,
    people,
    policies,
)

NOW, LATER, TOO_LATE = (f"2026-03-0{day}T00:00:00.000Z" for day in (4, 5, 6))
SOLO = AnyOf((NotTheRequester(TWO), ALONE))


def _question(asked: Policy = TWO, *votes: Vote) -> Question:
    return Question(
        id="q",
        release="r",
        kind="publish",
        digest="sha256:1",
        terms=Terms(policy=asked),
        asked=NOW,
        expires=LATER,
        votes=votes,
    )


def _yes(person: str) -> Vote:
    return Vote(person=person, answer="approve", time=NOW)


def _no(person: str) -> Vote:
    return Vote(person=person, answer="reject", time=NOW)


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
    assert approval.tally(question, CIRCLE, TOO_LATE).awaits == ()


def test_a_withdrawn_role_takes_its_votes_along() -> None:
    """Both a yes and a no of somebody who may not vote any more."""
    without_bob = replace(CIRCLE, roles={"approver": frozenset({"alice", "carol"})})
    for vote in (_yes("bob"), _no("bob")):
        counted = approval.tally(_question(TWO, vote), without_bob, NOW)
        assert (counted.state, counted.counted, counted.awaits) == ("open", (), ("alice", "carol"))


def test_who_decided_stays_known() -> None:
    """Also after a role was withdrawn."""
    question = replace(_question(TWO, _yes("bob"), _yes("carol")), state="approved")
    nobody = replace(CIRCLE, roles={})
    counted = approval.tally(question, nobody, LATER)

    assert (counted.counted, counted.needed) == (("bob", "carol"), 2)


@given(policies, people, circles)
def test_a_tally_counts_towards_what_is_needed(
    asked: Policy, yes: frozenset[str], circle: Circle
) -> None:
    """Nobody counts who may not, nobody is waited for who has said yes, and both add up."""
    question = _question(asked, *(_yes(person) for person in sorted(yes)))
    counted = approval.tally(question, circle, NOW)

    assert set(counted.counted) == yes & policy.electorate(asked, circle)
    assert not set(counted.counted) & set(counted.awaits)
    assert (counted.needed > len(counted.counted)) == (counted.state == "open")


@pytest.mark.parametrize(
    ("asked", "said", "deciding"),
    [
        (TWO, [], []),
        (TWO, [_yes("bob")], ["alice", "carol"]),
        (NotTheRequester(TWO), [_yes("bob")], ["carol"]),
        (AllOf((TWO, SECURITY)), [_yes("carol")], ["bob"]),
        (AllOf((TWO, SECURITY)), [_yes("carol"), _yes("alice")], ["bob", "dave"]),
        (AnyOf((TWO, SECURITY)), [], ["bob", "dave"]),
        (SOLO, [], ["alice"]),
        (SOLO, [_yes("bob")], ["alice", "carol"]),
        (TWO, [_yes("bob"), _yes("carol")], []),
    ],
)
def test_whose_yes_decides(asked: Policy, said: list[Vote], deciding: list[str]) -> None:
    """Whoever is asked last reads that the release ships with that click."""
    question = _question(asked, *said)
    persons = ["alice", "bob", "carol", "dave", "mallory"]

    assert [each for each in persons if approval.decides(question, each, CIRCLE)] == deciding
    closed = replace(question, state="expired")
    assert not any(approval.decides(closed, each, CIRCLE) for each in persons)


@given(policies, people, circles)
def test_a_deciding_yes_decides(asked: Policy, yes: frozenset[str], circle: Circle) -> None:
    """And no other does."""
    question = _question(asked, *(_yes(person) for person in sorted(yes)))
    for person in approval.tally(question, circle, NOW).awaits:
        after = replace(question, votes=(*question.votes, _yes(person)))
        is_decided = approval.tally(after, circle, NOW).state == "approved"
        assert approval.decides(question, person, circle) == is_decided
