"""Replay: histories that earlier workflows recorded still end, and repeat nothing."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.plans.plan import Plan
from bot.domain.plans.plan_json import plan_from_json
from bot.releases.running.workflow import APPLICATION_VERSION
from bot.stages import hosted_release
from tests.durable.driving import Bench
from tests.durable.replay.record import FOLDER, STOPS

DAY = 24 * 3600


def _recorded(left: str) -> list[Path]:
    return sorted(FOLDER.glob(f"*-{left}.sql"))


def _load(bench: Bench, history: Path) -> Plan:
    """Put the recorded database in the empty folder; the plan of its release."""
    bench.folder.mkdir(mode=0o700)
    with closing(sqlite3.connect(bench.folder / "releasebot.sqlite")) as connection:
        connection.executescript(history.read_text())
    bench.clock.advance(3 * DAY)
    [(plan,)] = bench.rows("SELECT plan FROM releases")
    return plan_from_json(json.loads(plan))


async def _draft(bench: Bench, plan: Plan) -> None:
    """Bring the world to where the recorded release had brought it, as far as is looked at."""
    artifacts = await bench.world.builder.build(
        FOLDER, package=plan.package, version=plan.version, source_date=plan.created
    )
    host = bench.world.code_host
    body = hosted_release.body(plan)
    draft = await host.create_draft(
        plan.tag, "", hosted_release.title(plan), body, prerelease=False
    )
    for artifact in artifacts:
        await host.upload_asset(draft.id, artifact, bench.world.artifacts.path(artifact))
    host.effects.clear()


@pytest.mark.parametrize("left", STOPS)
def test_the_workflows_of_today_are_recorded(left: str) -> None:
    """Who raises APPLICATION_VERSION records a history of it."""
    assert FOLDER / f"{APPLICATION_VERSION}-{left}.sql" in _recorded(left)


@pytest.mark.parametrize(
    "history", [*_recorded("conclusion"), *_recorded("record")], ids=lambda path: path.stem
)
def test_a_release_that_only_had_to_be_written_down_does_nothing_else(
    bench: Bench, history: Path
) -> None:
    """All stages had been performed, so nobody outside is asked: this world knows nothing of it."""
    plan = _load(bench, history)
    status = asyncio.run(bench.resumed(plan.release))

    assert (status["state"], status["error"]) == ("done", None)
    assert bench.world.effects() == []
    assert {row["state"] for row in status["ledger"]} == {"done"}


@pytest.mark.parametrize("history", _recorded("two-stages"), ids=lambda path: path.stem)
def test_a_release_goes_on_with_the_stages_that_were_left(bench: Bench, history: Path) -> None:
    """What was recorded is not looked at again; what was not is done."""
    plan = _load(bench, history)
    asyncio.run(_draft(bench, plan))
    status = asyncio.run(bench.resumed(plan.release))

    assert (status["state"], status["error"]) == ("done", None)
    assert [effect[:2] for effect in bench.world.effects()] == [
        ("github", "publish_release"),
        ("chat", "post"),
    ]
