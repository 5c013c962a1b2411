"""Row 71 of the bad inputs: a clock ten minutes off is named before anything is enabled."""

import dataclasses
import datetime as dt
import tomllib
from collections.abc import Mapping
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.doctor.destinations import clock
from bot.domain import diagnosis
from tests.fakes.examined import WELL, make_installation
from tests.fakes.unruly_server import UnrulyServer, say

DATA = tomllib.loads((Path(__file__).parents[1] / "bad_inputs.toml").read_text("utf-8"))
ROWS = [row for row in DATA["row"] if row["number"] == 71]


@pytest.mark.parametrize("row", ROWS, ids=[row["input"] for row in ROWS])
async def test_the_clock_is_named_and_nothing_is_enabled(
    tmp_path: Path, row: Mapping[str, Any]
) -> None:
    """By what a server says of the time; the evidence tells how far and which way."""
    async with UnrulyServer().running() as server:
        time = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=row["ahead"])
        for method in ("GET", "HEAD"):
            server.rules[method, "/"] = say(200, Date=format_datetime(time, usegmt=True))
        text = WELL.replace("http://127.0.0.1:1", server.url)
        (found,) = await clock.look(make_installation(tmp_path, text))

    assert (found.severity, found.remedy) == ("error", row["next"])
    assert row["evidence"] in found.evidence
    with pytest.raises(errors.Refused) as caught:
        diagnosis.check_green([dataclasses.replace(found, name="clock")], "greeter")
    assert caught.value.reason == row["code"]
    assert row["sentence"] in caught.value.sentence
