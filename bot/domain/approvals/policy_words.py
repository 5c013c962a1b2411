"""Policy words: whose approval a release needs, as people read it."""

from bot.domain.approvals import policy
from bot.domain.approvals.policy import Circle


def in_words(asked: policy.Policy, circle: Circle) -> str:
    """The policy with the names it stands for now: "2 of bob, carol (approver), …"."""
    match asked:
        case policy.MinimumVotes(count, role):
            return f"{count} of {_names(role, circle)}"
        case policy.RequesterAlone(role):
            return f"the requester alone, by typing the version, if one of {_names(role, circle)}"
        case policy.NotTheRequester(inner):
            others = {name: had - {circle.requester} for name, had in circle.roles.items()}
            words = _part(inner, Circle(requester=circle.requester, roles=others))
            return f"{words}, not the requester"
        case policy.AllOf(policies):
            return ", and ".join(_part(each, circle) for each in policies)
        case policy.AnyOf(policies):
            return ", or ".join(_part(each, circle) for each in policies)


def _part(asked: policy.Policy, circle: Circle) -> str:
    """A policy within another one, in brackets where it is several."""
    words = in_words(asked, circle)
    is_several = isinstance(asked, policy.AllOf | policy.AnyOf) and len(asked.policies) > 1
    return f"({words})" if is_several else words


def _names(role: str, circle: Circle) -> str:
    return f"{', '.join(sorted(circle.members(role))) or 'nobody yet'} ({role})"
