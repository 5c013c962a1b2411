"""Policy words: a rule as the people whom it asks can read it."""

import pytest

from bot.domain.approvals import policy_words
from bot.domain.approvals.policy import (
    AllOf,
    AnyOf,
    Circle,
    MinimumVotes,
    NotTheRequester,
    Policy,
    RequesterAlone,
)

CIRCLE = Circle(
    requester="alice",
    roles={
        "approver": frozenset({"carol", "alice", "bob"}),
        "security": frozenset({"dave"}),
    },
)
TWO = MinimumVotes(2, "approver")
SECURITY = MinimumVotes(1, "security")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (TWO, "2 of alice, bob, carol (approver)"),
        (MinimumVotes(1, "ops"), "1 of nobody yet (ops)"),
        (NotTheRequester(TWO), "2 of bob, carol (approver), not the requester"),
        (AllOf((TWO, SECURITY)), "2 of alice, bob, carol (approver), and 1 of dave (security)"),
        (
            AnyOf((NotTheRequester(TWO), RequesterAlone("approver"))),
            (
                "2 of bob, carol (approver), not the requester, or the requester alone, by typing "
                "the version, if one of alice, bob, carol (approver)"
            ),
        ),
        (
            NotTheRequester(AnyOf((TWO, AllOf((SECURITY, MinimumVotes(1, "approver")))))),
            (
                "(2 of bob, carol (approver), or (1 of dave (security), and 1 of bob, carol "
                "(approver))), not the requester"
            ),
        ),
        (NotTheRequester(AllOf((SECURITY,))), "1 of dave (security), not the requester"),
    ],
    ids=str,
)
def test_a_policy_in_words(asked: Policy, words: str) -> None:
    """How many, who by name, by which role, and what does not count."""
    assert policy_words.in_words(asked, CIRCLE) == words
