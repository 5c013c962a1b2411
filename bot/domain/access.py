"""Access: which person may do what, by configured role and never by name or channel."""

from collections.abc import Mapping

from bot import errors

Roles = Mapping[str, frozenset[str]]


def check_role(person: str, role: str, roles: Roles) -> None:
    """Refuse a person who does not have the role, naming those who have."""
    members = roles.get(role, frozenset())
    if person in members:
        return
    who = ", ".join(sorted(members)) or "nobody yet"
    raise errors.Refused(
        f"{person} does not have the role {role}.",
        f"Ask one of those who have it: {who}.",
        reason="not_allowed",
    )
