"""Stopping: what follows from a segment that ended while its release was held or given up."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.plans.plan import Plan
from bot.releases.controls import cancelling, holding
from bot.releases.running import conclusion
from bot.releases.storage import question_rows, release_rows, segment_rows, tables
from bot.releases.storage.segment_rows import DueSegment
from tests.unit.releases.conftest import NOW

Json = dict[str, Any]

ERROR = {"code": "conflict", "sentence": "No.", "next": "Mend it.", "exit_code": 1}
REJECTED = {"code": "rejected", "sentence": "bob said no.", "next": "Mend it.", "exit_code": 3}
DONE: Json = {"state": "done", "error": None, "waiting": None, "rows": []}
FAILED: Json = {**DONE, "state": "failed", "error": ERROR}
WAITING: Json = {**DONE, "state": "waiting", "waiting": {"on": "CI", "seconds": 10}}
HELD: Json = {**DONE, "state": "held"}
CANCELLED: Json = {**DONE, "state": "cancelled"}


def _begun(connection: sa.Connection, plan: Plan, name: str) -> DueSegment:
    segment = segment_rows.schedule(connection, plan.release, name, NOW)
    segment_rows.begin(connection, segment)
    return segment


def _all(connection: sa.Connection, plan: Plan) -> list[tuple[str, int, str]]:
    found = sa.select(tables.segments).filter_by(release=plan.release)
    rows = connection.execute(found.order_by(sa.text("rowid")))
    return [(row.name, row.attempt, row.state) for row in rows]


@pytest.mark.parametrize(
    ("answers", "state", "segments"),
    [
        ([DONE, HELD], "held", [("prepare", 1, "held")]),
        ([WAITING, HELD], "held", [("prepare", 1, "waiting"), ("prepare", 2, "due")]),
        ([FAILED, HELD], "failed", [("prepare", 1, "failed")]),
        ([DONE, DONE], "held", [("prepare", 1, "done")]),
    ],
)
def test_what_follows_while_a_release_is_held(
    connection: sa.Connection,
    plan: Plan,
    answers: list[Json],
    state: str,
    segments: list[tuple[str, int, str]],
) -> None:
    """Whatever is decided stays; nothing of it is due, however long it takes."""
    segment = _begun(connection, plan, "prepare")
    holding.hold(connection, plan.release, "bob", "wait", NOW)
    assert holding.state(connection, plan.release) == "running"
    conclusion.conclude(connection, segment, answers, NOW)

    assert holding.state(connection, plan.release) == state
    assert _all(connection, plan) == segments
    assert segment_rows.due(connection, "9999") == ()
    holding.resume(connection, plan.release, "bob", NOW)
    is_due = bool(segment_rows.due(connection, "9999"))
    is_asked = bool(question_rows.of_release(connection, plan.release))
    assert is_due + is_asked == (state == "held")


@pytest.mark.parametrize("answers", [[CANCELLED], [DONE], [FAILED], [WAITING], [HELD]])
@pytest.mark.parametrize("name", ["prepare", "plan"])
def test_a_cancelled_release_is_cleaned_up_however_its_segment_ended(
    connection: sa.Connection, plan: Plan, answers: list[Json], name: str
) -> None:
    """No question, no failure, no further wait."""
    segment = _begun(connection, plan, name)
    cancelling.cancel(connection, plan.release, "alice", "", NOW)
    assert _all(connection, plan) == [(name, 1, "running")]
    for _ in range(2):
        conclusion.conclude(connection, segment, answers, NOW)

    assert _all(connection, plan)[1:] == [("cancel", 1, "due")]
    assert question_rows.of_release(connection, plan.release) == ()
    assert release_rows.get(connection, plan.release).state == "running"


def test_a_segment_that_broke_off_after_a_cancel_is_cleaned_up_too(
    connection: sa.Connection, plan: Plan
) -> None:
    """The engine gave it up; the clean-up looks what is there."""
    segment = _begun(connection, plan, "publish")
    cancelling.cancel(connection, plan.release, "alice", "", NOW)
    conclusion.break_off(connection, segment, NOW)

    assert _all(connection, plan) == [("publish", 1, "cancelled"), ("cancel", 1, "due")]


@pytest.mark.parametrize(("public", "version_is_free"), [(["the tag v1.2.0"], False), ([], True)])
def test_how_a_release_ends_that_people_said_no_to(
    connection: sa.Connection, plan: Plan, public: list[str], *, version_is_free: bool
) -> None:
    """With what was said, and with what is public already."""
    cancelling.end(connection, plan.release, REJECTED, NOW)
    [segment] = segment_rows.due(connection, NOW)
    segment_rows.begin(connection, segment)
    rows = [{"evidence": {"public": words}} for words in public]
    conclusion.conclude(connection, segment, [{**DONE, "rows": rows}], NOW)
    row = release_rows.get(connection, plan.release)

    assert (row.state, row.error["code"], bool(row.finished)) == ("cancelled", "rejected", True)
    assert row.error["sentence"].startswith("bob said no.")
    assert all(words in row.error["sentence"] for words in public)
    assert (connection.execute(sa.select(tables.versions)).first() is None) == version_is_free
    assert connection.execute(sa.select(tables.locks)).first() is None


def test_an_attempt_that_was_set_aside_does_not_begin(
    connection: sa.Connection, plan: Plan
) -> None:
    """The engine may have been told to run it before."""
    segment = segment_rows.schedule(connection, plan.release, "publish", NOW)
    cancelling.cancel(connection, plan.release, "alice", "", NOW)

    assert not segment_rows.begin(connection, segment)
    assert _all(connection, plan) == [("publish", 1, "cancelled"), ("cancel", 1, "due")]
