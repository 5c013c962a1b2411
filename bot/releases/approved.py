"""Right before acting: what would happen now is exactly what people said yes to, or nothing."""

import sqlalchemy as sa

from bot import errors
from bot.domain import approval, digest, evidence
from bot.domain.approval import Circle, Question
from bot.domain.evidence import Ledger
from bot.domain.plan import Plan
from bot.domain.planning import ProjectRules
from bot.releases import question_rows


def question_before(plan: Plan, stage: str) -> str | None:
    """The kind of question that stands before the stage; None for stages before any question."""
    kind: str | None = None
    for segment in plan.segments:
        if any(planned.name == stage for planned in segment.stages):
            return kind
        kind = segment.question or kind
    return kind


def digest_now(plan: Plan, ledger: Ledger) -> str:
    """The digest of what the release consists of at this moment."""
    return digest.approval_digest(plan, evidence.release_commit(ledger), evidence.artifacts(ledger))


def check(
    connection: sa.Connection, plan: Plan, ledger: Ledger, stage: str, circle: Circle
) -> None:
    """Refuse unless the approved question's digest is today's and its votes still suffice."""
    kind = question_before(plan, stage)
    if kind is None:
        return
    asked = question_rows.of_release(connection, plan.release)
    approved = [q for q in asked if q.kind == kind and q.state == "approved"]
    if not approved:
        raise errors.Refused(
            "Nobody has approved this release.", "Ask for the approval again with retry."
        )
    _check_digest(approved[-1], digest_now(plan, ledger))
    _check_votes(approved[-1], circle)


def check_settings(plan: Plan, rules: ProjectRules) -> None:
    """Refuse where the operator's targets or terms are no longer those of the plan."""
    if plan.targets != rules.targets or dict(plan.terms) != dict(rules.terms):
        raise errors.Refused(
            "The operator's settings changed after this release was planned.",
            "Start the release again, so that people approve what would happen now.",
            reason="digest_changed",
        )


def _check_digest(question: Question, now: str) -> None:
    if now != question.digest:
        raise errors.Refused(
            f"The release changed after it was approved: {question.digest[:15]}… was approved, "
            f"{now[:15]}… would be released.",
            "Look at what changed and ask for a new approval.",
            reason="digest_changed",
        )


def _check_votes(question: Question, circle: Circle) -> None:
    yes = frozenset(vote.person for vote in question.votes if vote.answer == "approve")
    if not approval.is_satisfied(question.terms.policy, yes, circle):
        raise errors.Refused(
            "Somebody who approved no longer has the role, so the approval is void.",
            "Ask for a new approval.",
            reason="not_allowed",
        )
