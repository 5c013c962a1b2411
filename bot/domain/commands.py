"""Commands: what a person asks for, as frozen values, whatever door it came through."""

import hashlib
from dataclasses import dataclass

from bot.domain.approval import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRelease:
    """Plan a release and start it. `delivery` names the request, so a repeat starts nothing new."""

    project: str
    bump: str
    person: str
    delivery: str
    branch: str | None = None
    allow_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote:
    """Answer the question with this id."""

    question: str
    person: str
    answer: Answer
    reason: str = ""
    account: str = ""


def release_id(project: str, delivery: str) -> str:
    """The id of the release that this delivery asks for: 12 hexadecimal digits."""
    return hashlib.sha256(f"{project}\n{delivery}".encode()).hexdigest()[:12]
