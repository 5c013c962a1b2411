"""Right before acting: what would happen now is exactly what people said yes to, or nothing."""

import itertools
from collections.abc import Collection

import sqlalchemy as sa

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import policy
from bot.domain.approvals.approval import Question
from bot.domain.approvals.policy import Circle
from bot.domain.plans import digest
from bot.domain.plans.plan import Plan
from bot.domain.plans.planning import ProjectRules
from bot.domain.records import evidence
from bot.domain.records.evidence import Ledger
from bot.releases.storage import bypass_rows, question_rows


def question_before(plan: Plan, stage: str, without: Collection[str] = ()) -> str | None:
    """The kind of question that stands before the stage; None for stages before any question.

    Nobody answers a question about a segment `without` which the release goes on.
    """
    kind: str | None = None
    for segment, following in itertools.zip_longest(plan.segments, plan.segments[1:]):
        if any(planned.name == stage for planned in segment.stages):
            return kind
        if following is None or following.name not in without:
            kind = segment.question or kind
    return kind


def question_now(connection: sa.Connection, plan: Plan, stage: str) -> str | None:
    """The kind of question whose answer the stage needs, after what people skipped so far."""
    names = [segment.name for segment in plan.segments]
    without = [name for name in names if bypass_rows.leaves_out(connection, plan, name)]
    return question_before(plan, stage, without)


def digest_now(connection: sa.Connection, plan: Plan, ledger: Ledger) -> str:
    """The digest of what the release consists of at this moment.

    What was passed by on the way to a question belongs to what is asked; a stage that is skipped
    after it changes nothing of what people approved.
    """
    bypasses = tuple(
        each
        for each in bypass_rows.load(connection, plan.release)
        if each.kind == "override" or question_before(plan, each.name) is None
    )
    commit, artifacts = evidence.release_commit(ledger), evidence.artifacts(ledger)
    return digest.approval_digest(plan, commit, artifacts, bypasses)


def check(
    connection: sa.Connection, plan: Plan, ledger: Ledger, stage: str, circle: Circle
) -> None:
    """Refuse unless the approved question's digest is today's and its votes still suffice."""
    kind = question_now(connection, plan, stage)
    if kind is None:
        return
    asked = question_rows.of_release(connection, plan.release)
    approved = [q for q in asked if q.kind == kind and q.state == "approved"]
    if not approved:
        raise errors.Refused(
            "Nobody has approved this release.", "Ask for the approval again with retry."
        )
    _check_digest(approved[-1], digest_now(connection, plan, ledger))
    _check_votes(approved[-1], circle)


def check_settings(plan: Plan, rules: ProjectRules) -> None:
    """Refuse where the operator's targets or terms are no longer those of the plan."""
    if changed := changed_settings(plan, rules):
        raise overtaken(changed, "Start the release again, so that people approve it as it is now.")


def changed_settings(plan: Plan, rules: ProjectRules) -> str:
    """What the operator has changed since the plan was made, in a sentence; "" for nothing."""
    targets = {target.name for target in set(plan.targets) ^ set(rules.targets)}
    terms = rules.terms_of(plan.level)
    kinds = {kind for kind in {*plan.terms, *terms} if plan.terms.get(kind) != terms.get(kind)}
    changed = [f"the target {name}" for name in sorted(targets)]
    changed += [f"the approval to {kind}" for kind in sorted(kinds)]
    lands_anew = plan.land != rules.land and not plan.land_demanded
    changed += ["the way to land"] if lands_anew else []
    changed += ["the required checks"] if plan.required != rules.required else []
    changed += ["where it is announced"] if plan.announce != rules.announce else []
    changed += ["the package"] if rules.package not in ("", plan.package) else []
    return f"The operator's settings changed: {phrases.listed(changed)}." if changed else ""


def overtaken(why: str, next_step: str) -> errors.Refused:
    """The error where what was approved is not what would be released."""
    return errors.Refused(why, next_step, reason="digest_changed")


def _check_digest(question: Question, now: str) -> None:
    if now != question.digest:
        raise overtaken(
            f"The release changed after it was approved: {question.digest[:15]}… was approved, "
            f"{now[:15]}… would be released.",
            "Look at what changed and ask for a new approval.",
        )


def _check_votes(question: Question, circle: Circle) -> None:
    yes = frozenset(question.approvals())
    if not policy.is_satisfied(question.terms.policy, yes, circle):
        raise errors.Refused(
            "Somebody who approved no longer has the role, so the approval is void.",
            "Ask for a new approval.",
            reason="not_allowed",
        )
