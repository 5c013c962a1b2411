"""The status of a release as the JSON that every surface shows."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from bot.domain import announcement
from bot.domain.approvals.policy import Circle
from bot.domain.notes import edited_notes
from bot.domain.plans.plan import Plan
from bot.domain.plans.plan_json import plan_from_json
from bot.domain.records import failure
from bot.releases.controls import bypassing, holding, ticking
from bot.releases.looking import ledger_status, question_status, stage_status
from bot.releases.running import approved
from bot.releases.storage import bypass_rows, ledger_rows, question_rows, release_rows

Json = dict[str, Any]


def of(connection: sa.Connection, release: str, roles: dict[str, frozenset[str]], now: str) -> Json:
    """Everything about one release, in the shape that interfaces rely on."""
    row = release_rows.get(connection, release)
    head: Json = {
        "schema": 1,
        "release": row.id,
        "project": row.project,
        "version": row.version,
        "bump": row.bump,
        "state": holding.state(connection, release),
        "created": row.created,
        "finished": row.finished,
        "requester": row.requester,
        "error": row.error,
        "cause": _cause(row.error),
        "held": row.held,
        "cancelled": _cancelled(row),
        "bypasses": [dataclasses.asdict(each) for each in bypass_rows.load(connection, release)],
        "red_gates": list(bypassing.red_gates(connection, release)),
        "public": [],
        "waits_for": stage_status.waits_for(connection, release),
        "ticks": ticking.of_release(connection, release),
        "seconds": stage_status.seconds(connection, row, now),
    }
    if row.plan is None:
        return head | {"branch": row.branch, "stages": [], "questions": [], "ledger": []}
    plan = plan_from_json(row.plan)
    return head | _planned(connection, plan, roles, now) | _changed(row)


def _cause(error: Json | None) -> Json | None:
    """To which class of causes an error belongs, and what usually helps."""
    if error is None:
        return None
    found = failure.cause(error)
    return {"class": found.name, "hint": found.hint}


def _cancelled(row: sa.Row[Any]) -> Json | None:
    """Who gave the release up; with which error it ends is told by `error`."""
    flag = row.cancelled
    return flag and {key: flag[key] for key in ("person", "reason", "time")}


def _changed(row: sa.Row[Any]) -> Json:
    """What became of the plan since it was made: other notes, a branch that went on."""
    notes = release_rows.current_notes(row)
    return {
        "notes": notes,
        "notes_digest": edited_notes.digest(notes),
        "edited_by": row.edited_notes["person"] if row.edited_notes else "",
        "moved": row.moved,
    }


def _planned(
    connection: sa.Connection, plan: Plan, roles: dict[str, frozenset[str]], now: str
) -> Json:
    circle = Circle(requester=plan.requester, roles=roles)
    rows = ledger_rows.load(connection, plan.release)
    asked = question_rows.of_release(connection, plan.release)
    stage_rows = stage_status.load(connection, plan.release)
    return {
        "previous": plan.previous,
        "semver": plan.semver,
        "tag": plan.tag,
        "package": plan.package,
        "title": plan.title,
        "repository": plan.repository,
        "branch": plan.branch,
        "commit": plan.commit,
        "digest": asked[-1].digest if asked else approved.digest_now(connection, plan, rows),
        "stages": stage_status.of(plan, stage_rows, now),
        "questions": [question_status.of(question, circle, now) for question in asked],
        "ledger": ledger_status.of(rows),
        "public": ledger_status.public(rows),
        "left_out": [
            {**entry, "stage": name} for name, row in stage_rows.items() for entry in row.left_out
        ],
        "changes": [dataclasses.asdict(change) for change in plan.changes],
        "announcement": plan.announcement,
        "hosted_notes": plan.hosted_notes,
        "announce": list(plan.announce),
        "rest": announcement.more(plan),
        "land": plan.land,
        "adopted": dataclasses.asdict(plan.adopted) if plan.adopted else None,
        "warnings": list(plan.warnings),
    }
