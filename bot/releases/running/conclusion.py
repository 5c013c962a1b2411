"""What follows when a segment has ended: the next one, a question, a wait, a failure, the end."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot import errors, stages
from bot.domain import moments
from bot.domain.approvals.approval import Question
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.domain.records import ledger
from bot.releases import audit
from bot.releases.controls import cancelling, ending
from bot.releases.running import approved, segments
from bot.releases.storage import bypass_rows, ledger_rows, question_rows, release_rows, segment_rows
from bot.releases.storage.segment_rows import DueSegment

MOST_WAITS = 480  # attempts in a row: two hours of CI, 80 minutes of a destination's silence
MOST_WAITS_AFTERWARDS = 30  # five minutes, where everything is out and the branch is still ours

Json = dict[str, Any]


def conclude(
    connection: sa.Connection, segment: DueSegment, answers: Sequence[Json], now: str
) -> None:
    """Decide and record what follows from the stages' answers, in one transaction, once.

    The step runs again if a crash comes between this transaction and the engine's own record.
    """
    error = _error(connection, segment, answers)
    waiting = _first(answers, "waiting")
    if error and _is_afterwards(connection, segment):
        _only_tell(connection, segment, error)
        error = waiting = None
    stopped = _first(answers, "held") or _first(answers, "cancelled")
    state = "failed" if error else "waiting" if waiting else stopped["state"] if stopped else "done"
    if not segment_rows.end(connection, segment, state):
        return
    if _is_given_up(connection, segment, state):
        cancelling.clean_up(connection, segment.release, now)
    elif error:
        _fail(connection, segment, error, now)
    elif waiting:
        _wait(connection, segment, waiting, now)
    elif stopped:
        _halt(connection, segment, now)
    elif segment.name == stages.ENDING.name:
        cancelling.conclude(connection, segment.release, answers, now)
    else:
        _go_on(connection, segment, now)


def break_off(connection: sa.Connection, segment: DueSegment, now: str) -> None:
    """Fail a segment that the engine gave up before it could conclude."""
    error = errors.Failed(
        f"The segment {segment.name} broke off; the log has the details.",
        "Retry; if it happens again, report it with the log.",
        reason="bug",
    )
    if not segment_rows.end(connection, segment, "failed"):
        return
    if _is_given_up(connection, segment, "failed"):
        cancelling.clean_up(connection, segment.release, now)
    else:
        _fail(connection, segment, error.to_json(), now)


def _is_given_up(connection: sa.Connection, segment: DueSegment, state: str) -> bool:
    """Whether somebody cancelled the release while the segment worked, and there is more to do."""
    row = release_rows.get(connection, segment.release)
    if not row.cancelled or segment.name == stages.ENDING.name:
        return False
    return state != "done" or bool(_following(connection, segment))


def _first(answers: Sequence[Json], state: str) -> Json | None:
    return next((answer for answer in answers if answer["state"] == state), None)


def _error(connection: sa.Connection, segment: DueSegment, answers: Sequence[Json]) -> Json | None:
    """Why the segment failed: a stage did, or the world has let it wait long enough."""
    if failed := _first(answers, "failed"):
        return dict(failed["error"])
    waiting = _first(answers, "waiting")
    most = MOST_WAITS_AFTERWARDS if _is_afterwards(connection, segment) else MOST_WAITS
    if waiting and segment_rows.waits_in_a_row(connection, segment) + 1 >= most:
        return dict(waiting["error"] or _gave_up(waiting["waiting"]["on"]))
    return None


def _is_afterwards(connection: sa.Connection, segment: DueSegment) -> bool:
    """Whether everything is out already, so that no stage of the segment fails the release."""
    if segment.name in (release_rows.PLANNING, stages.ENDING.name):
        return False
    names = segments.planned(release_rows.plan_of(connection, segment.release), segment.name).stages
    return all(each.name in stage_facts.MAY_FAIL for each in names)


def _only_tell(connection: sa.Connection, segment: DueSegment, error: Json) -> None:
    """Leave out what the stages waited for; the release is done all the same."""
    plan = release_rows.plan_of(connection, segment.release)
    for each in segments.planned(plan, segment.name).stages:
        left = [dataclasses.asdict(ledger.left_after(error))]
        ledger_rows.leave_out(connection, segment.release, each.name, left)


def _gave_up(on: str) -> Json:
    return errors.Unknown(f"Waited long enough for {on}.", "Look at it, then retry.").to_json()


def _following(connection: sa.Connection, segment: DueSegment) -> list[str]:
    plan = release_rows.plan_of(connection, segment.release)
    names = [release_rows.PLANNING, *(each.name for each in plan.segments)]
    return names[names.index(segment.name) + 1 :]


def _go_on(connection: sa.Connection, segment: DueSegment, now: str) -> None:
    plan = release_rows.plan_of(connection, segment.release)
    following = _following(connection, segment)
    if not following:
        ending.finish(connection, plan.release, now)
        _audit(connection, now, "done", plan.release, version=plan.version)
        return
    question = None
    if segment.name != release_rows.PLANNING:
        question = segments.planned(plan, segment.name).question
    if question and bypass_rows.leaves_out(connection, plan, following[0]):
        question = None
    if question and not _is_answered(connection, plan, question):
        ask(connection, plan, question, following[0], now)
    else:
        segment_rows.schedule(connection, segment.release, following[0], now)


def _is_answered(connection: sa.Connection, plan: Plan, kind: str) -> bool:
    """Whether people said yes to exactly this, as they did before something had vanished."""
    now = approved.digest_now(connection, plan, ledger_rows.load(connection, plan.release))
    asked = question_rows.of_release(connection, plan.release)
    return any((q.kind, q.state, q.digest) == (kind, "approved", now) for q in asked)


def ask(connection: sa.Connection, plan: Plan, kind: str, following: str, now: str) -> None:
    """Open a question about what the release consists of now; a yes starts `following`."""
    question = _question(connection, plan, kind, now)
    question_rows.ask(connection, question, following)
    release_rows.set_values(connection, plan.release, state="waiting", error=None)
    _audit(
        connection,
        now,
        "asked",
        plan.release,
        question=question.id,
        digest=question.digest,
        expires=question.expires,
    )


def _question(connection: sa.Connection, plan: Plan, kind: str, now: str) -> Question:
    asked = question_rows.of_release(connection, plan.release)
    terms = plan.terms[kind]
    return Question(
        id=question_rows.question_id(plan.release, kind, 1 + sum(q.kind == kind for q in asked)),
        release=plan.release,
        kind=kind,
        digest=approved.digest_now(connection, plan, ledger_rows.load(connection, plan.release)),
        terms=terms,
        asked=now,
        expires=moments.later(now, terms.expires_hours * 3600),
    )


def _wait(connection: sa.Connection, segment: DueSegment, answer: Json, now: str) -> None:
    waiting = answer["waiting"]
    release_rows.set_values(connection, segment.release, state="waiting", error=answer["error"])
    due = moments.later(now, waiting["seconds"])
    segment_rows.schedule(connection, segment.release, segment.name, due, waiting["on"])


def _halt(connection: sa.Connection, segment: DueSegment, now: str) -> None:
    """Leave the rest to `resume`, unless that came before the segment had ended."""
    if not release_rows.get(connection, segment.release).held:
        segment_rows.schedule(connection, segment.release, segment.name, now)


def _fail(connection: sa.Connection, segment: DueSegment, error: Json, now: str) -> None:
    release_rows.set_values(connection, segment.release, state="failed", error=error)
    if release_rows.get(connection, segment.release).plan is None:
        ending.give_up(connection, segment.release, now)
    _audit(connection, now, "failed", segment.release, segment=segment.name, error=error)


def _audit(connection: sa.Connection, now: str, action: str, release: str, **data: object) -> None:
    audit.append(connection, time=now, actor=audit.BOT, action=action, release=release, data=data)
