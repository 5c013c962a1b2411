"""Segments: the order of their stages, and what their answers leave in the tables."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.plans.plan import Plan, PlannedStage, Segment
from bot.domain.records import ledger
from bot.releases.running import segments
from bot.releases.storage import ledger_rows, tables
from bot.stages import PIPELINE
from tests.unit.releases.conftest import NOW


def _segment(**after: tuple[str, ...]) -> Segment:
    stages = tuple(PlannedStage(name=name, after=names) for name, names in after.items())
    return Segment(name="s", stages=stages)


@pytest.mark.parametrize(
    ("segment", "waves"),
    [
        (_segment(), []),
        (_segment(b=(), a=()), [["a", "b"]]),
        (_segment(a=(), b=("a",), c=("b",)), [["a"], ["b"], ["c"]]),
        (_segment(a=(), c=("a",), b=("a",), d=("b", "c")), [["a"], ["b", "c"], ["d"]]),
        (
            PIPELINE[0],
            [
                ["check_ready"],
                ["prepare_release"],
                ["build_packages", "run_checks"],
                ["smoke_test"],
            ],
        ),
        (PIPELINE[1], [[stage.name] for stage in PIPELINE[1].stages]),
    ],
)
def test_stages_without_an_edge_run_together(segment: Segment, waves: list[list[str]]) -> None:
    """In an order that is the same in every process, or a replay would take another way."""
    assert segments.waves(segment) == waves


def test_an_answer_is_written_down_once(connection: sa.Connection, plan: Plan) -> None:
    """The step runs again after a crash, and must not add its seconds once more."""
    row = {"target": "pypi", "key": "a.whl", "state": "done", "evidence": {"url": "u"}}
    answer: dict[str, Any] = {
        "state": "done",
        "rows": [row],
        "left_out": [],
        "seconds": 2.0,
        "busy": 1.5,
    }
    for _ in range(2):
        ledger_rows.begin_stage(connection, plan.release, "publish_pypi", NOW)
        for _ in range(2):
            segments.record(connection, plan.release, "publish_pypi", answer)
    [stage] = connection.execute(sa.select(tables.stages))
    busy = connection.execute(sa.select(tables.releases.c.busy)).scalar_one()

    assert (stage.seconds, busy) == (4.0, 3.0)
    assert stage.state == "done"
    assert ledger_rows.load(connection, plan.release) == {
        "publish_pypi": (ledger.done("pypi", "a.whl", url="u"),)
    }
