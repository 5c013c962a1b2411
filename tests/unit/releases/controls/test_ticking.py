"""Ticking: a line of the checklist that a person vouches for, with evidence."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot import errors
from bot.domain.plans.plan import Plan
from bot.releases import audit, changes
from bot.releases.controls import ticking
from bot.releases.storage import release_rows
from tests.unit.releases.conftest import NOW

LATER = "2026-03-04T06:06:07.000Z"


def test_a_tick_is_kept_and_audited(connection: sa.Connection, plan: Plan) -> None:
    """Who, what, why and when; followers hear of it."""
    changes.take(connection)
    ticking.tick(connection, plan.release, " Blog ", "alice", "https://blog.example/1.2", NOW)
    [row] = audit.rows(connection, plan.release, 0)

    assert ticking.of_release(connection, plan.release) == [
        {"line": "blog", "person": "alice", "evidence": "https://blog.example/1.2", "time": NOW}
    ]
    assert (row["actor"], row["action"]) == ("alice", "ticked")
    assert row["data"] == {"line": "blog", "evidence": "https://blog.example/1.2"}
    assert changes.take(connection) == {plan.release}


def test_ticking_again_replaces_what_was_said(connection: sa.Connection, plan: Plan) -> None:
    """The audit keeps both; other lines stay."""
    ticking.tick(connection, plan.release, "social", "alice", "posted", NOW)
    ticking.tick(connection, plan.release, "blog", "alice", "a draft", NOW)
    ticking.tick(connection, plan.release, "blog", "bob", "it is online", LATER)

    assert ticking.of_release(connection, plan.release) == [
        {"line": "blog", "person": "bob", "evidence": "it is online", "time": LATER},
        {"line": "social", "person": "alice", "evidence": "posted", "time": NOW},
    ]
    assert len(audit.rows(connection, plan.release, 0)) == 3


def test_what_was_said_of_changes_is_not_said_of_others(
    connection: sa.Connection, plan: Plan
) -> None:
    """A plan from another commit may hold breaking ones of which nobody knew."""
    for line in ("breaking", "migration", "blog"):
        ticking.tick(connection, plan.release, line, "alice", "seen", NOW)
    release_rows.store_plan(connection, replace(plan, notes="Better words."))
    assert len(ticking.of_release(connection, plan.release)) == 3
    release_rows.store_plan(connection, replace(plan, commit="f" * 40))

    assert [tick["line"] for tick in ticking.of_release(connection, plan.release)] == ["blog"]


@pytest.mark.parametrize(
    ("line", "evidence", "code", "told"),
    [
        ("blgo", "seen", "no_such_line", "Did you mean blog?"),
        ("tests", "green", "no_such_line", "There are: breaking, "),
        ("\u202e", "seen", "no_such_line", "\\u202e"),
        ("blog", " \u200b\n ", "no_evidence", "Say how you know"),
        ("blog", "x" * 501, "too_long", "501 characters"),
    ],
)
def test_what_proves_nothing_is_refused(
    connection: sa.Connection, plan: Plan, line: str, evidence: str, code: str, told: str
) -> None:
    """What the bot can see itself is not ticked by hand; nothing is stored."""
    with pytest.raises(errors.BadInput) as caught:
        ticking.tick(connection, plan.release, line, "alice", evidence, NOW)

    assert caught.value.reason == code
    assert told in caught.value.for_people()
    assert ticking.of_release(connection, plan.release) == []
    assert audit.rows(connection, "", 0) == ()


def test_evidence_is_shown_without_tricks(connection: sa.Connection, plan: Plan) -> None:
    """Invisible signs go, controls are shown by number."""
    ticking.tick(connection, plan.release, "blog", "alice", "a\u202eb\x1b[31m\r\nc", NOW)
    [tick] = ticking.of_release(connection, plan.release)

    assert tick["evidence"] == "ab\\x1b[31m\nc"
    assert json.loads(json.dumps(tick)) == tick


def test_an_unknown_release_has_no_checklist(connection: sa.Connection) -> None:
    """Nothing is stored for it."""
    with pytest.raises(errors.BadInput, match="There is no release"):
        ticking.tick(connection, "0" * 12, "blog", "alice", "seen", NOW)
