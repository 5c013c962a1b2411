"""What the code host's gates do to a release that is not begun yet."""

from dataclasses import replace

import pytest

from bot.domain.approvals.bypass import Bypass
from bot.domain.approvals.gates import OpenIssue, ReportedCheck
from bot.domain.plans.plan import RequiredCheck
from tests.unit.stages.stagehand import Stagehand

BUILD = ReportedCheck(name="build", app=15368, state="success", number=1)


async def test_a_required_check_decides_in_place_of_all_others(stagehand: Stagehand) -> None:
    """While it runs it is waited for; whatever else CI says about the commit does not matter."""
    host, commit = stagehand.world.code_host, stagehand.plan.commit
    stagehand.plan = replace(stagehand.plan, required=(RequiredCheck(check="build", app=15368),))
    host.checks[commit] = "failure"
    states = []
    for state in ("pending", "success", "failure", None):
        host.reported[commit] = (replace(BUILD, state=state),) if state else ()
        outcome = await stagehand.look("check_ready")
        row = next((row.state for row in outcome.rows if row.key == "check build"), None)
        states.append((row, outcome.waiting.on if outcome.waiting else None))

    assert states == [
        (None, "the check build"), ("done", None), ("differs", None), ("unknown", None)
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["check build", "no release blocker"])
async def test_a_red_gate_of_the_code_host_passes_on_a_persons_word(
    stagehand: Stagehand, key: str
) -> None:
    """Skipped, with who said so; an unknown one does not."""
    host, commit = stagehand.world.code_host, stagehand.plan.commit
    required = (RequiredCheck(check="build", app=15368),)
    stagehand.plan = replace(stagehand.plan, required=required)
    host.reported[commit] = (replace(BUILD, state="failure"),)
    host.labelled["release-blocker"] = (OpenIssue(number=7, title="It breaks"),)
    stagehand.bypasses = (
        Bypass(kind="override", name=key, person="bob", reason="known", time="now"),
    )
    rows = {row.key: row for row in (await stagehand.look("check_ready")).rows}
    host.reported[commit] = ()
    unknown = {row.key: row for row in (await stagehand.look("check_ready")).rows}

    assert rows.pop(key).state == "skipped"
    assert [row.key for row in rows.values() if row.state == "differs"]
    assert unknown["check build"].state == "unknown"
