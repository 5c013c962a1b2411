"""A question as the status of its release shows it."""

import dataclasses
from typing import Any

from bot.domain.approvals import approval, policy
from bot.domain.approvals.approval import Question, Vote
from bot.domain.approvals.policy import Circle

Json = dict[str, Any]


def of(question: Question, circle: Circle, now: str) -> Json:
    """How it stands, who counted, for whom it waits, and whether one more click decides."""
    counted = approval.tally(question, circle, now)
    is_enough = counted.state == "approved"  # that alone ships nothing: it has to be recorded
    solo = policy.may_confirm_alone(question.terms.policy, circle)
    may_click = set(counted.awaits) - ({circle.requester} if solo else set())
    return {
        "id": question.id,
        "kind": question.kind,
        "state": question.state if is_enough else counted.state,
        "why": question.why,
        "digest": question.digest,
        "votes": [_vote(vote) for vote in question.votes],
        "counted": list(counted.counted),
        "needed": counted.needed,
        "awaits": list(counted.awaits),
        "last_vote": any(approval.decides(question, each, circle) for each in may_click),
        "solo": solo,
        "asked": question.asked,
        "expires": question.expires,
        "reminders": question.reminders,
    }


def _vote(vote: Vote) -> Json:
    said = dataclasses.asdict(vote)
    del said["typed"]  # it is not kept
    return said
