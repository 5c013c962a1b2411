"""The stages in a status: how long each has taken, also while it runs."""

from typing import Any

import sqlalchemy as sa

from bot.domain import moments
from bot.domain.plans.plan import Plan
from bot.releases.looking import stage_status
from bot.releases.running import segments
from bot.releases.storage import ledger_rows
from tests.unit.releases.conftest import NOW

ANSWER: dict[str, Any] = {"state": "failed", "rows": [], "left_out": [], "busy": 0.0}


def _stage(connection: sa.Connection, plan: Plan, seconds: float) -> dict[str, Any]:
    """The first stage, so many seconds after the beginning."""
    rows = stage_status.load(connection, plan.release)
    return stage_status.of(plan, rows, moments.later(NOW, seconds))[0]


def test_a_running_stage_tells_since_when(connection: sa.Connection, plan: Plan) -> None:
    """Whoever looks later sees more seconds, and whoever looks anew does not see zero."""
    ledger_rows.begin_stage(connection, plan.release, "check_ready", NOW)

    assert [_stage(connection, plan, after)["seconds"] for after in (0, 2.5, 90)] == [0, 2.5, 90]
    assert _stage(connection, plan, 90)["started"] == NOW


def test_a_crash_does_not_set_the_seconds_back(connection: sa.Connection, plan: Plan) -> None:
    """The stage is begun once more by the bot that comes after, and works since before."""
    for after in (0, 30):
        later = moments.later(NOW, after)
        ledger_rows.begin_stage(connection, plan.release, "check_ready", later)

    assert _stage(connection, plan, 40)["seconds"] == 40


def test_the_time_between_two_attempts_is_nobodys(connection: sa.Connection, plan: Plan) -> None:
    """What a stage took before it failed is added; the hour until the retry is not."""
    ledger_rows.begin_stage(connection, plan.release, "check_ready", NOW)
    segments.record(connection, plan.release, "check_ready", ANSWER | {"seconds": 2.0})
    failed = _stage(connection, plan, 3600)
    retried = moments.later(NOW, 3600)
    ledger_rows.begin_stage(connection, plan.release, "check_ready", retried)

    assert failed["seconds"] == 2.0
    assert _stage(connection, plan, 3605)["seconds"] == 7.0
    assert _stage(connection, plan, 3605)["started"] == retried
