"""Access: roles, and what somebody without one is told."""

import pytest

from bot import errors
from bot.domain.approvals import access

ROLES = {"releaser": frozenset({"bob", "alice"}), "empty": frozenset[str]()}


@pytest.mark.parametrize(
    ("person", "role", "who"),
    [
        ("mallory", "releaser", "alice, bob"),
        ("Alice", "releaser", "alice, bob"),
        ("", "releaser", "alice, bob"),
        ("alice", "empty", "nobody yet"),
        ("alice", "unheard_of", "nobody yet"),
    ],
)
def test_who_lacks_the_role_is_told_whom_to_ask(person: str, role: str, who: str) -> None:
    """Names are compared exactly, and a role that is not configured has nobody."""
    with pytest.raises(errors.Refused) as caught:
        access.check_role(person, role, ROLES)

    assert caught.value.reason == "not_allowed"
    assert caught.value.next_step == f"Ask one of those who have it: {who}."


def test_who_has_the_role_may() -> None:
    """Without a word."""
    access.check_role("alice", "releaser", ROLES)
    with pytest.raises(errors.Refused):
        access.check_role("alice", "approver", ROLES)
