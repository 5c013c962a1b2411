"""Leaving a stage out, and passing a red gate on a person's word: recorded, shown and approved."""

from typing import Any

import sqlalchemy as sa

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import bypass
from bot.domain.approvals.bypass import Bypass
from bot.domain.conversation import reasons
from bot.domain.plans import stage_facts
from bot.domain.plans.plan import Plan
from bot.releases import audit
from bot.releases.controls import ending, retrying
from bot.releases.storage import bypass_rows, ledger_rows, question_rows, release_rows, segment_rows
from bot.releases.storage.tables import stages

WHY_NOT = {
    "check_ready": "its gates are passed one by one, with override",
    "check_published": "its gates are passed one by one, with override",
    "prepare_release": "everything else is made from the release commit",
    "build_packages": "without it there is nothing to publish",
}
OVER = {"done": "it is done already", "running": "it is running at this moment"}


def skip(
    connection: sa.Connection, release: str, stage: str, person: str, reason: str, now: str
) -> None:
    """Leave out a stage that failed or has not begun; a release that failed there goes on."""
    plan = _plan(connection, release)
    planned = [each.name for segment in plan.segments for each in segment.stages]
    name = bypass.parse(stage, planned, "stage")
    state = _stage_states(connection, release).get(name, "")
    why = OVER.get(state, "")
    if name not in stage_facts.SKIPPABLE:
        why = WHY_NOT.get(name, "it is what a release consists of")
    _refuse_second(connection, release, "skip", name)
    if why:
        raise errors.Refused(
            f"{name} cannot be skipped: {why}.",
            f"What can be left out: {', '.join(stage_facts.SKIPPABLE)}.",
            reason="not_skippable",
        )
    _record(connection, release, _made("skip", name, person, reason, now))
    if state == "waiting":
        segment_rows.bring_forward(connection, release, now)
    elif state == "failed" or _failed_before(connection, plan):
        _go_on(connection, release, now)
    else:
        _answer_for_all(connection, plan, person, now)


def override(
    connection: sa.Connection, release: str, gate: str, person: str, reason: str, now: str
) -> None:
    """Let a red gate pass; once no other is red, a release that failed there goes on."""
    plan = _plan(connection, release)
    name = bypass.parse(gate, bypass.gates(plan), "gate")
    _refuse_second(connection, release, "override", name)
    if name not in red_gates(connection, release):
        raise errors.Refused(
            f"The gate {name} is not red, so there is nothing to override.",
            "Look at the release's status.",
            reason="gate_not_red",
        )
    _record(connection, release, _made("override", name, person, reason, now))
    if not red_gates(connection, release):
        _go_on(connection, release, now)


def red_gates(connection: sa.Connection, release: str) -> tuple[str, ...]:
    """The gates that stop the release and that a person may override."""
    row = release_rows.get(connection, release)
    if row.plan is None or row.finished:
        return ()
    gates = bypass.gates(release_rows.plan_of(connection, release))
    bypasses = bypass_rows.load(connection, release)
    ledger = ledger_rows.load(connection, release)
    found = [row for stage in stage_facts.GATES for row in ledger.get(stage, ())]
    rows = [bypass.passed(row, bypasses) for row in found]
    return tuple(each.key for each in rows if each.state == "differs" and each.key in gates)


def _plan(connection: sa.Connection, release: str) -> Plan:
    if ending.still_open(connection, release).plan is None:
        raise errors.Refused(
            "This release has no plan yet.", "Wait until it is planned.", reason="not_planned"
        )
    return release_rows.plan_of(connection, release)


def _made(kind: bypass.Kind, name: str, person: str, reason: str, now: str) -> Bypass:
    words = reasons.parse(reason)
    return Bypass(kind=kind, name=name, person=person, reason=words, time=now)


def _refuse_second(connection: sa.Connection, release: str, kind: bypass.Kind, name: str) -> None:
    """Refuse what somebody did before; the words say who."""
    earlier = bypass.find(bypass_rows.load(connection, release), kind, name)
    if earlier:
        did = "skipped" if kind == "skip" else "overridden"
        raise errors.Refused(
            f"{earlier.person} has {did} {name} already{phrases.because(earlier.reason)}",
            "Look at the release's status.",
            reason="not_skippable" if kind == "skip" else "gate_not_red",
        )


def _record(connection: sa.Connection, release: str, made: Bypass) -> None:
    bypass_rows.add(connection, release, made)
    audit.append(
        connection,
        time=made.time,
        actor=made.person,
        action="skipped" if made.kind == "skip" else "overridden",
        release=release,
        data={"stage" if made.kind == "skip" else "gate": made.name, "reason": made.reason},
    )


def _go_on(connection: sa.Connection, release: str, now: str) -> None:
    """Start again what failed, unless it failed at something else."""
    failed = segment_rows.newest(connection, release, "failed")
    if failed and release_rows.get(connection, release).state == "failed":
        retrying.again(connection, release, failed.name, now)


def _failed_before(connection: sa.Connection, plan: Plan) -> bool:
    """Whether it failed before a segment of which nothing is left: people refused to go on."""
    failed = segment_rows.newest(connection, plan.release, "failed")
    return failed is not None and bypass_rows.leaves_out(connection, plan, failed.name)


def _answer_for_all(connection: sa.Connection, plan: Plan, person: str, now: str) -> None:
    """Ask nobody any more about a segment of which nothing is left."""
    asked = question_rows.of_release(connection, plan.release)
    for question in [each for each in asked if each.state == "open"]:
        following = question_rows.next_segment(connection, question.id)
        if bypass_rows.leaves_out(connection, plan, following):
            why = f"{person} skips what it would start."
            question_rows.void_open(connection, plan.release, why, now)
            segment_rows.schedule(connection, plan.release, following, now)
            release_rows.set_values(connection, plan.release, state="running")


def _stage_states(connection: sa.Connection, release: str) -> dict[str, Any]:
    rows = connection.execute(sa.select(stages.c.name, stages.c.state).filter_by(release=release))
    return {row.name: row.state for row in rows}
