"""People, roles and policies of every shape, for tests of what they amount to."""

from hypothesis import strategies as st

from bot.domain.approvals.policy import (
    AllOf,
    AnyOf,
    Circle,
    MinimumVotes,
    NotTheRequester,
    Policy,
    RequesterAlone,
)

PEOPLE = ("alice", "bob", "carol", "dave")
ROLES = {
    "releaser": frozenset({"alice"}),
    "approver": frozenset({"alice", "bob", "carol"}),
    "security": frozenset({"bob", "dave"}),
}
CIRCLE = Circle(requester="alice", roles=ROLES)
ONE = MinimumVotes(1, "approver")
TWO = MinimumVotes(2, "approver")
SECURITY = MinimumVotes(1, "security")
ALONE = RequesterAlone("releaser")

people = st.frozensets(st.sampled_from(PEOPLE))
_votes = st.builds(
    MinimumVotes, st.integers(1, 4), st.sampled_from(("approver", "security", "nobody"))
)


def _combined(single: st.SearchStrategy[Policy]) -> st.SearchStrategy[Policy]:
    return st.recursive(
        single,
        lambda inner: st.one_of(
            st.builds(NotTheRequester, inner),
            st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


policies_of_votes = _combined(_votes)
policies = _combined(st.one_of(_votes, st.builds(RequesterAlone, st.sampled_from(tuple(ROLES)))))
circles = st.builds(
    Circle,
    requester=st.sampled_from(PEOPLE),
    roles=st.dictionaries(st.sampled_from(tuple(ROLES)), people),
)
