"""Performing: whatever a stage meets becomes an answer of plain JSON."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import errors, stages
from bot.domain.conversation import commands
from bot.domain.records import ledger
from bot.domain.records.ledger import LeftOut
from bot.releases.running.performing import Performer
from bot.releases.running.stopwatch import Stopwatch
from bot.releases.storage import release_rows
from bot.releases.storage.database import Database
from bot.stages.work import Outcome, Waiting
from tests.fakes.fake_world import make_world
from tests.fakes.sample_plan import sample_plan
from tests.unit.releases.conftest import NOW

DONE = Outcome(rows=(ledger.done("pypi", "a.whl"),))
MISSING = Outcome(rows=(ledger.missing("pypi", "a.whl"),))
DIFFERS = Outcome(rows=(*MISSING.rows, ledger.differs("pypi", "b.whl", why="other bytes")))
RED = Outcome(rows=(ledger.differs("ready", "checks", why="CI says failure", next="mend"),))
RED_CHECK = Outcome(
    rows=(ledger.differs("checks", "test", why="the check test failed", log="1 failed\n"),)
)
WAITS = Outcome(rows=MISSING.rows, waiting=Waiting(on="the index", seconds=30))
NOTED = Outcome(rows=(), left_out=(LeftOut(target="t", why="w", remedy="r"),))
KEYS = {"state", "rows", "left_out", "waiting", "error", "skipped", "seconds", "busy"}


@pytest.fixture
async def performer(tmp_path: Path) -> AsyncIterator[Performer]:
    """A performer of the sample release, whose stages before the question need no approval."""
    database = Database(tmp_path / "releasebot.sqlite")
    command = commands.StartRelease(project="greeter", bump="minor", person="alice", delivery="1")
    release, _ = await database.run(release_rows.insert_release, command, NOW)
    await database.run(release_rows.store_plan, sample_plan(release))

    async def plan(_release: str) -> None:
        raise errors.Refused("No.", "Later.", reason="frozen")

    projects = {"greeter": make_world(tmp_path).project()}
    yield Performer(database, projects, Stopwatch(), plan, dict)
    database.close()


def _stage(
    monkeypatch: pytest.MonkeyPatch,
    looks: list[Outcome | Exception],
    found: Outcome | Exception | None,
    name: str = "check_ready",
) -> list[str]:
    """Put a stage in place that sees these things; the list of what was called."""
    calls: list[str] = []

    def told(value: Outcome | Exception | None) -> Any:  # noqa: ANN401  # an outcome, if it is none of the errors
        if isinstance(value, Exception):
            raise value
        return value

    async def already_done(_work: object) -> Outcome:
        calls.append("look")
        seen: Outcome = told(looks.pop(0))
        return seen

    async def run(_work: object, missing: tuple[object, ...]) -> Outcome | None:
        calls.append(f"act on {len(missing)}")
        acted: Outcome | None = told(found)
        return acted

    stage = SimpleNamespace(already_done=already_done, run=run)
    monkeypatch.setattr(stages, "STAGES", {name: stage})
    return calls


@pytest.mark.parametrize(
    ("looks", "found", "calls", "ended"),
    [
        ([DONE], None, "look", ("done", None)),
        ([MISSING, DONE], None, "look, act on 1, look", ("done", None)),
        ([MISSING], DONE, "look, act on 1", ("done", None)),
        ([MISSING, MISSING], None, "look, act on 1, look", ("failed", "not_verified")),
        ([MISSING], MISSING, "look, act on 1", ("failed", "not_verified")),
        ([MISSING], WAITS, "look, act on 1", ("waiting", None)),
        ([WAITS], None, "look", ("waiting", None)),
        ([DIFFERS], None, "look", ("failed", "conflict")),
        ([RED], None, "look", ("failed", "gate_red")),
        ([MISSING, DIFFERS], None, "look, act on 1, look", ("failed", "conflict")),
        ([NOTED], None, "look", ("done", None)),
        ([errors.Unknown("Silence.", "")], None, "look", ("waiting", "unknown")),
        ([MISSING] * 2, errors.Unknown("?", ""), "look, act on 1, look", ("waiting", "unknown")),
        ([MISSING] * 2, errors.Conflict("No.", ""), "look, act on 1, look", ("failed", "conflict")),
        ([MISSING], KeyError("oops"), "look, act on 1", ("failed", "bug")),
        ([ZeroDivisionError()], None, "look", ("failed", "bug")),
    ],
)
async def test_what_a_stage_meets_becomes_an_answer(
    performer: Performer,
    monkeypatch: pytest.MonkeyPatch,
    looks: list[Outcome | Exception],
    found: Outcome | Exception | None,
    calls: str,
    ended: tuple[str, str | None],
) -> None:
    """It acts only on what is missing, and looks again unless the stage itself has seen it."""
    called = _stage(monkeypatch, list(looks), found)
    answer = await performer.perform(commands.release_id("greeter", "1"), "check_ready")

    assert ", ".join(called) == calls
    assert (answer["state"], (answer["error"] or {}).get("code")) == ended
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == KEYS


@pytest.mark.parametrize(
    ("looks", "found", "told"),
    [
        ([MISSING], RED_CHECK, ("gate_red", "1 failed")),
        ([MISSING] * 2, errors.BuildFailed("No.", "", log="boom\n"), ("build_failed", "boom")),
        ([MISSING] * 2, errors.BuildFailed("No.", ""), ("build_failed", None)),
    ],
)
async def test_a_command_that_failed_leaves_the_end_of_its_log(
    performer: Performer,
    monkeypatch: pytest.MonkeyPatch,
    looks: list[Outcome | Exception],
    found: Outcome | Exception,
    told: tuple[str, str | None],
) -> None:
    """With the error, so that the audit keeps it and the thread can show it."""
    _stage(monkeypatch, list(looks), found)
    answer = await performer.perform(commands.release_id("greeter", "1"), "check_ready")

    assert (answer["error"]["code"], answer["error"].get("log")) == told


async def test_nothing_is_done_without_an_approval(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage after the question looks, and is stopped before it acts."""
    called = _stage(monkeypatch, [MISSING], None, "publish_pypi")
    answer = await performer.perform(commands.release_id("greeter", "1"), "publish_pypi")

    assert called == ["look"]
    assert (answer["state"], answer["error"]["code"]) == ("failed", "not_allowed")


async def test_a_refused_plan_is_an_answer_too(performer: Performer) -> None:
    """Planning is a stage of its own."""
    answer = await performer.perform("r", release_rows.PLANNING)

    assert (answer["state"], answer["error"]["code"]) == ("failed", "frozen")
