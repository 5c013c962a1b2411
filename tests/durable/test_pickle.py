"""Pickle: a row of the engine's tables that was rewritten to run code runs nothing."""

import asyncio
import base64
import pickle
from pathlib import Path

import dbos._serialization
import pytest

from bot.releases.running import engine
from tests.durable.driving import PATIENCE_SECONDS, WHOLE_RELEASE, Bench
from tests.durable.interruptions import Interruption

STATUS = "UPDATE workflow_status SET serialization = 'py_pickle' WHERE workflow_uuid LIKE '%{}'"
INPUTS = "UPDATE workflow_input SET inputs = ? WHERE workflow_uuid LIKE '%{}'"
OUTPUTS = "UPDATE workflow_output SET output = ? WHERE workflow_uuid LIKE '%{}'"
STEPS = (
    "UPDATE operation_outputs SET serialization = 'py_pickle', output = ?"
    " WHERE workflow_uuid LIKE '%{}' AND function_name = '{}'"
)


class Attack:
    """Touches a file wherever it is unpickled."""

    def __init__(self, target: Path) -> None:
        """Aim at that file."""
        self._target = target

    def __reduce__(self) -> tuple[object, ...]:
        """What the unpickling calls."""
        return Path.touch, (self._target,)

    def text(self) -> str:
        """As DBOS keeps pickled values."""
        return base64.b64encode(pickle.dumps(self)).decode()


def test_the_attack_works(tmp_path: Path) -> None:
    """The tests below prove something: unpickled, their rows do run code."""
    pickle.loads(base64.b64decode(Attack(tmp_path / "hit").text()))  # noqa: S301  # our own

    assert (tmp_path / "hit").exists()


@pytest.fixture
def stopped(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> str:
    """A release that stopped right before its tag."""
    return asyncio.run(Interruption(monkeypatch, "perform", "tag_release", "before").reached(bench))


@pytest.mark.parametrize("workflow", [":publish:1", ":tag_release"])
def test_pickled_inputs_run_nothing(
    bench: Bench, stopped: str, tmp_path: Path, workflow: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine refuses to recover the workflow and says so in its log; the rest never comes."""
    bench.rows(STATUS.format(workflow))
    bench.rows(INPUTS.format(workflow), Attack(tmp_path / "hit").text())

    async def until_refused() -> None:
        async with bench.running(), asyncio.timeout(PATIENCE_SECONDS):
            while f"{stopped}:publish" not in caplog.text or "pickle is refused" not in caplog.text:  # noqa: ASYNC110  # a log tells nobody
                await asyncio.sleep(0.01)

    asyncio.run(until_refused())
    assert not (tmp_path / "hit").exists()
    assert not {"create_draft", "publish_release", "post"} & {e[1] for e in bench.world.effects()}


@pytest.mark.parametrize(
    "changes",
    [
        [STATUS.format(":publish_testpypi"), OUTPUTS.format(":publish_testpypi")],
        [STEPS.format(":publish:1", "begin")],
    ],
    ids=["stage result", "step output"],
)
def test_pickled_results_run_nothing_and_nobody_is_left_waiting(
    bench: Bench, stopped: str, tmp_path: Path, changes: list[str]
) -> None:
    """The release fails in a sentence, and a retry ends it from our own tables."""
    attack = Attack(tmp_path / "hit")
    for change in changes:
        bench.rows(change, *[attack.text()] * change.count("?"))

    async def go_on() -> None:
        async with bench.running() as driver:
            status = await driver.until_ended(stopped)
            if status["state"] == "failed":
                assert status["error"]["code"] == "bug"
                status = await driver.retried(stopped)
            assert status["state"] == "done"

    asyncio.run(go_on())
    assert not (tmp_path / "hit").exists()
    assert bench.effects() == WHOLE_RELEASE


def test_the_private_corner_is_where_it_was() -> None:
    """DBOS still unpickles by the class that the engine takes it away from."""
    names = {dbos._serialization.DefaultSerializer().name()}
    engine.refuse_pickle()

    assert names == {"py_pickle"}
    for method in (
        dbos._serialization.DefaultSerializer().serialize,
        dbos._serialization.DefaultSerializer().deserialize,
    ):
        with pytest.raises(ValueError, match="pickle is refused"):
            method("")
