"""Callers and roles of the sample project: alice releases; she, bob and carol approve."""

from bot.domain.conversation.commands import Caller

ROLES = {"releaser": frozenset({"alice"}), "approver": frozenset({"alice", "bob", "carol"})}


def caller(person: str, **changes: object) -> Caller:
    """Somebody in the project's channel; "" is an account that nobody knows."""
    known: dict[str, object] = {
        "account": f"console:{person or 'stranger'}",
        "person": person,
        "delivery": "1",
        "project": "greeter",
    }
    return Caller(**(known | changes))  # type: ignore[arg-type]  # the tests name its fields
