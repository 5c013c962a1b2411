"""Conclusions: what follows from the stages' answers, as a table; and only once."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.plans.plan import Plan
from bot.releases.running import conclusion
from bot.releases.storage import question_rows, release_rows, segment_rows, tables
from bot.releases.storage.segment_rows import DueSegment
from tests.unit.releases.conftest import NOW

Json = dict[str, Any]

LATER = "2026-03-04T05:06:17.000Z"
ERROR = {"code": "conflict", "sentence": "No.", "next": "Mend it.", "exit_code": 1}
UNKNOWN = {"code": "unknown", "sentence": "Silence.", "next": "Wait.", "exit_code": 5}
DONE: Json = {"state": "done", "error": None, "waiting": None}
FAILED: Json = {"state": "failed", "error": ERROR, "waiting": None}
WAITING: Json = {"state": "waiting", "error": None, "waiting": {"on": "CI", "seconds": 10}}
SILENT: Json = {"state": "waiting", "error": UNKNOWN, "waiting": {"on": "it", "seconds": 10}}


def _begun(connection: sa.Connection, plan: Plan, name: str, attempts: int = 1) -> DueSegment:
    """The segment's last attempt, running; those before it waited."""
    for _ in range(attempts):
        segment_rows.schedule(connection, plan.release, name, NOW)
    for attempt in range(1, attempts):
        earlier = DueSegment(release=plan.release, name=name, attempt=attempt)
        segment_rows.end(connection, earlier, "waiting")
    segment = DueSegment(release=plan.release, name=name, attempt=attempts)
    segment_rows.begin(connection, segment)
    return segment


def _all(connection: sa.Connection, plan: Plan) -> list[tuple[str, int, str]]:
    rows = connection.execute(sa.select(tables.segments).filter_by(release=plan.release))
    return [(row.name, row.attempt, row.state) for row in rows]


@pytest.mark.parametrize(
    ("answers", "state", "segments", "questions"),
    [
        ([DONE], "running", [("plan", 1, "done"), ("prepare", 1, "due")], 0),
        ([DONE, DONE], "waiting", [("prepare", 1, "done")], 1),
        ([DONE], "done", [("publish", 1, "done")], 0),
        ([DONE, FAILED], "failed", [("publish", 1, "failed")], 0),
        ([WAITING, FAILED], "failed", [("publish", 1, "failed")], 0),
        (
            [DONE, WAITING],
            "waiting",
            [("publish", 1, "waiting"), ("publish", 2, "due")],
            0,
        ),
        ([FAILED], "failed", [("plan", 1, "failed")], 0),
        ([SILENT], "waiting", [("plan", 1, "waiting"), ("plan", 2, "due")], 0),
    ],
)
def test_what_follows(
    connection: sa.Connection,
    plan: Plan,
    answers: list[Json],
    state: str,
    segments: list[tuple[str, int, str]],
    questions: int,
) -> None:
    """The next segment, a question, a wait, a failure or the end; a repeat changes nothing."""
    segment = _begun(connection, plan, segments[0][0])
    for _ in range(2):
        conclusion.conclude(connection, segment, answers, NOW)

        assert release_rows.get(connection, plan.release).state == state
        assert _all(connection, plan) == segments
        assert len(question_rows.of_release(connection, plan.release)) == questions
    audit = connection.execute(sa.select(tables.audit.c.action)).scalars().all()
    assert len(audit) == (state in ("done", "failed") or questions)


@pytest.mark.parametrize(
    ("name", "answer", "branch_is_free", "version_is_free"),
    [
        ("plan", FAILED, True, True),
        ("prepare", FAILED, False, False),
        ("publish", FAILED, False, False),
        ("publish", DONE, True, False),
        ("prepare", DONE, False, False),
    ],
)
def test_what_is_free_again(
    connection: sa.Connection,
    plan: Plan,
    name: str,
    answer: Json,
    *,
    branch_is_free: bool,
    version_is_free: bool,
) -> None:
    """A release that cannot go on holds nothing; a version that is out is never given away."""
    if name == release_rows.PLANNING:
        release_rows.set_values(connection, plan.release, plan=None)
    conclusion.conclude(connection, _begun(connection, plan, name), [answer], NOW)
    row = release_rows.get(connection, plan.release)

    assert (connection.execute(sa.select(tables.locks)).first() is None) == branch_is_free
    assert (connection.execute(sa.select(tables.versions)).first() is None) == version_is_free
    assert bool(row.finished) == branch_is_free


@pytest.mark.parametrize(
    ("answer", "attempts", "state", "sentence"),
    [
        (SILENT, 1, "waiting", "Silence."),
        (SILENT, conclusion.MOST_WAITS - 1, "waiting", "Silence."),
        (SILENT, conclusion.MOST_WAITS, "failed", "Silence."),
        (WAITING, conclusion.MOST_WAITS - 1, "waiting", None),
        (WAITING, conclusion.MOST_WAITS, "failed", "Waited long enough for CI."),
    ],
)
def test_waiting_ends(
    connection: sa.Connection,
    plan: Plan,
    answer: Json,
    attempts: int,
    state: str,
    sentence: str | None,
) -> None:
    """After so many attempts in a row; the exit code says that nobody knows."""
    conclusion.conclude(connection, _begun(connection, plan, "publish", attempts), [answer], NOW)
    row = release_rows.get(connection, plan.release)

    assert row.state == state
    assert (row.error or {}).get("sentence") == sentence
    assert (row.error or {"exit_code": 5})["exit_code"] == 5


def test_attempts_before_a_retry_do_not_count(connection: sa.Connection, plan: Plan) -> None:
    """Somebody looked at it and retried: there is patience again."""
    segment = _begun(connection, plan, "publish", conclusion.MOST_WAITS)
    conclusion.conclude(connection, segment, [SILENT], NOW)
    again = DueSegment(release=plan.release, name="publish", attempt=segment.attempt + 1)
    segment_rows.schedule(connection, plan.release, "publish", NOW)
    segment_rows.begin(connection, again)
    conclusion.conclude(connection, again, [SILENT], NOW)

    assert release_rows.get(connection, plan.release).state == "waiting"


def test_a_wait_is_due_when_it_is_over(connection: sa.Connection, plan: Plan) -> None:
    """And says for what it waits."""
    conclusion.conclude(connection, _begun(connection, plan, "publish"), [WAITING], NOW)
    row = connection.execute(sa.select(tables.segments).filter_by(state="due")).one()

    assert (row.due, row.waits_for) == (LATER, "CI")
    assert segment_rows.due(connection, NOW) == ()
    assert [segment.attempt for segment in segment_rows.due(connection, LATER)] == [2]


def test_a_segment_that_broke_off_fails_once(connection: sa.Connection, plan: Plan) -> None:
    """Unless it has concluded meanwhile."""
    segment = _begun(connection, plan, "publish")
    conclusion.break_off(connection, segment, NOW)
    assert release_rows.get(connection, plan.release).error["code"] == "bug"
    assert segment_rows.newest(connection, plan.release, "failed") == segment
    other = _begun(connection, plan, "prepare")
    conclusion.conclude(connection, other, [DONE], NOW)
    conclusion.break_off(connection, other, NOW)

    assert release_rows.get(connection, plan.release).state == "waiting"


def test_asking_again_makes_the_older_question_void(connection: sa.Connection, plan: Plan) -> None:
    """Also an approved one: its votes were for something else."""
    for _ in range(2):
        conclusion.ask(connection, plan, "publish", "publish", NOW)
    first, second = sorted(
        question_rows.of_release(connection, plan.release), key=lambda q: q.state, reverse=True
    )
    assert (first.state, second.state) == ("void", "open")
    question_rows.decide(connection, second.id, "approved", NOW)
    conclusion.ask(connection, plan, "publish", "publish", NOW)

    states = [q.state for q in question_rows.of_release(connection, plan.release)]
    assert sorted(states) == ["open", "void", "void"]
    assert question_rows.get(connection, second.id).state == "void"
