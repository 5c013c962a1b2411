"""Questions as rows: their ids, and deciding them once."""

import re

import pytest
import sqlalchemy as sa

from bot import errors
from bot.domain.plans.plan import Plan
from bot.releases.running import conclusion
from bot.releases.storage import question_rows
from tests.unit.releases.conftest import NOW


def test_ids_tell_nothing_and_are_never_the_same() -> None:
    """The same for the same question, another for any other."""
    asked = [
        (release, kind, number)
        for release in ("r1", "r2")
        for kind in ("publish", "announce")
        for number in range(1, 50)
    ]
    ids = {question_rows.question_id(*each) for each in asked}

    assert len(ids) == len(asked)
    assert ids == {question_rows.question_id(*each) for each in asked}
    assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in ids)


def test_a_question_is_decided_once(connection: sa.Connection, plan: Plan) -> None:
    """The first decision stays."""
    conclusion.ask(connection, plan, "publish", "publish", NOW)
    [question] = question_rows.of_release(connection, plan.release)

    assert question_rows.decide(connection, question.id, "approved", NOW)
    assert not question_rows.decide(connection, question.id, "rejected", NOW)
    assert question_rows.get(connection, question.id).state == "approved"
    assert question_rows.next_segment(connection, question.id) == "publish"


def test_an_unknown_question_is_no_question(connection: sa.Connection) -> None:
    """One plain sentence."""
    with pytest.raises(errors.BadInput, match="not known here"):
        question_rows.get(connection, "0" * 16)
