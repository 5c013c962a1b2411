"""Row 66 of the bad inputs: other bytes at a destination are told with both hashes, and stay."""

import tomllib
from pathlib import Path

import pytest

from tests.durable.driving import Bench, Driver
from tests.durable.interruptions import before_stage

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] == 66]
SDIST = "greeter-1.2.0.tar.gz"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["input"])
async def test_other_bytes_stop_the_release(
    bench: Bench, driver: Driver, monkeypatch: pytest.MonkeyPatch, row: dict[str, str]
) -> None:
    """One plain sentence, what to do, nothing changed there."""
    index = getattr(bench.world, row["input"])
    before_stage(monkeypatch, f"publish_{row['input']}", lambda: index.put(SDIST, b"other"))
    status, _ = await driver.patiently(await driver.start())
    ours = next(r["evidence"]["digest"] for r in status["ledger"] if r["key"] == SDIST)

    assert status["error"]["code"] == row["code"]
    assert status["error"]["sentence"].startswith(row["sentence"])
    assert ours.removeprefix("sha256:")[:12] in status["error"]["sentence"]
    assert row["next"] in status["error"]["next"]
    assert list(index.listed) == [SDIST]
